// Only in quick builds (`cargo xtask dev`): reloads the page when the server has a newer build than
// the one that runs here. `const BUILD` comes before this line.

async function look() {
  const response = await fetch("/build.txt", { cache: "no-store" }).catch(() => null);
  if (!response?.ok || (await response.text()) === BUILD) return;
  // Past the service worker's careful update: here the newest build is always wanted at once.
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith("doorstep-app-"));
  await Promise.all(ours.map((name) => caches.delete(name)));
  location.reload();
}

setInterval(look, 1000);
