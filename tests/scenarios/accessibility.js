// Gives a list of what is wrong with the page that shows. It is run as the body of a function.

const MIN_PX = 48;
const faults = [];
const shows = (element) =>
  element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true });
const all = (css, below = document) => [...below.querySelectorAll(css)].filter(shows);
const called = (element) => {
  const own = element.id || element.dataset.path || element.className || element.innerText;
  return `<${element.localName} ${String(own).trim().replace(/\s+/g, " ").slice(0, 60)}>`;
};

const headings = all("h1");
if (headings.length !== 1) faults.push(`${headings.length} headings of the first level`);
if (all("main").length !== 1) faults.push(`${all("main").length} main parts`);
if (!document.documentElement.lang) faults.push("no language");
if (!document.title.trim()) faults.push("no title");

const words = (ids) =>
  (ids ?? "").split(" ").map((id) => document.getElementById(id)?.innerText ?? "").join(" ");
const nameOf = (element) =>
  [
    element.getAttribute("aria-label"),
    words(element.getAttribute("aria-labelledby")),
    ...[...(element.labels ?? [])].map((label) => label.innerText),
    element.matches("button, a, summary") ? element.innerText : "",
  ].join(" ").trim();
for (const element of all("input, select, textarea, button, a[href], summary")) {
  if (!nameOf(element)) faults.push(`${called(element)} has no name`);
}
for (const group of all("fieldset, [role=radiogroup], dialog, nav")) {
  const legend = group.querySelector("legend")?.innerText ?? "";
  if (!nameOf(group) && !legend.trim()) faults.push(`${called(group)} has no name`);
}
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) {
  faults.push(`the id ${id} is there more than once`);
}

// A label takes touches for its field; a field that only screen readers see has nothing else.
const areaOf = (element) => {
  const label = element.closest("label") ?? element;
  const [own, around] = [element, label].map((part) => part.getBoundingClientRect());
  return around.width * around.height > own.width * own.height ? around : own;
};
const scope =
  document.querySelector("dialog[open]") ?? document.querySelector("main") ?? document.body;
for (const element of all("button, a[href], input, select, textarea, summary", scope)) {
  const { width, height } = areaOf(element);
  if (width < MIN_PX - 0.5 || height < MIN_PX - 0.5) {
    faults.push(`${called(element)} is ${Math.round(width)} × ${Math.round(height)} pixels`);
  }
}

const { scrollWidth, clientWidth } = document.documentElement;
if (scrollWidth > clientWidth) {
  const sticksOut = (element) => element.getBoundingClientRect().right > clientWidth + 1;
  const wide = all("body *").filter(sticksOut).slice(0, 3).map(called);
  faults.push(`${scrollWidth} pixels wide on ${clientWidth}: ${wide.join(", ")}`);
}
return faults;
