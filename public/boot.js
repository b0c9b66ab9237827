// Starts the app, and speaks for it when it cannot speak for itself: a panic in WebAssembly ends
// the app for good, so the words for that must be plain JavaScript and be ready before it starts.

const GLUE = "{{doorstep.js}}";
const MODULE = "{{doorstep.wasm}}";
const SCREENS = "{{screens.css}}";

const WORDS = {
  en: {
    crashed: ["Something went wrong", "Your answers are saved on this device. Reload to go on."],
    unloaded: [
      "The app could not be loaded",
      "Connect to the network and reload. Answers given before are still saved on this device.",
    ],
    unsuited: [
      "This browser is too old for the app",
      "Update the browser, then reload. Answers given before are still saved on this device.",
    ],
    reload: "Reload",
    details: "For support: ",
  },
  "zh-Hant": {
    crashed: ["發生錯誤", "你的答案已儲存在這部裝置上。請重新載入以繼續。"],
    unloaded: ["未能載入應用程式", "請連接網絡後重新載入。之前的答案仍儲存在這部裝置上。"],
    unsuited: ["這個瀏覽器太舊", "請更新瀏覽器後重新載入。之前的答案仍儲存在這部裝置上。"],
    reload: "重新載入",
    details: "供支援人員參考：",
  },
  "zh-Hans": {
    crashed: ["发生错误", "您的答案已保存在这台设备上。请重新加载以继续。"],
    unloaded: ["无法加载应用", "请连接网络后重新加载。之前的答案仍保存在这台设备上。"],
    unsuited: ["这个浏览器版本过旧", "请更新浏览器后重新加载。之前的答案仍保存在这台设备上。"],
    reload: "重新加载",
    details: "供支持人员参考：",
  },
};

/** The language that the person chose in the app, or else the browser's. */
function language() {
  try {
    const chosen = JSON.parse(localStorage.getItem("doorstep.language"));
    if (Object.hasOwn(WORDS, chosen)) return chosen;
  } catch {
    // Storage may be blocked or hold something foreign; the browser's language will do.
  }
  const wanted = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
  if (/^en/i.test(wanted)) return "en";
  return /hant|tw|hk|mo/i.test(wanted) ? "zh-Hant" : "zh-Hans";
}

/** Shows why the app does not go on. The first reason counts: the others follow from it. */
function show(reason, details) {
  if (document.querySelector(".overlay")) return;
  const tag = language();
  const words = WORDS[tag];
  const [title, advice] = words[reason];

  const box = element("div", "overlay-box");
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-modal", "true");
  box.setAttribute("aria-labelledby", "overlay-title");
  box.setAttribute("aria-describedby", "overlay-advice");
  const heading = element("h1", "", title);
  heading.id = "overlay-title";
  const text = element("p", "", advice);
  text.id = "overlay-advice";
  const button = element("button", "", words.reload);
  button.addEventListener("click", () => location.reload());
  const version = MODULE.replace(/^.*-|\.wasm$/g, "");
  const support = element("p", "overlay-details", `${words.details}${details} · ${version}`);
  box.append(heading, text, button, support);

  const overlay = element("div", "overlay");
  overlay.dataset.reason = reason;
  overlay.lang = tag;
  overlay.append(box);
  // Beside the body, which is switched off: nothing in it works any more.
  document.documentElement.append(overlay);
  document.body.inert = true;
  button.focus();
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Whether an error is the end of the app, and not one of the harmless ones that browsers report. */
function isTrap(error) {
  if (error instanceof WebAssembly.RuntimeError) return true;
  // A stack that overflows inside of the module is reported as an error of JavaScript.
  return /stack|recursion/i.test(error?.message) && /wasm/.test(error?.stack);
}

function brief(error) {
  return `${error?.name ?? "Error"}: ${error?.message ?? error}`;
}

// The app's panic hook says where in the source it happened, never with what values.
addEventListener("doorstep-panic", (event) => show("crashed", String(event.detail)));
addEventListener("error", ({ error }) => {
  if (isTrap(error)) show("crashed", brief(error));
});
addEventListener("unhandledrejection", ({ reason }) => {
  if (isTrap(reason)) show("crashed", brief(reason));
});

let looks;

/** What the screens look like that are not the first: the app waits for it before it shows one. */
globalThis.doorstepLooks = () =>
  (looks ??= new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = SCREENS;
    link.onload = resolve;
    link.onerror = () => {
      looks = null;
      link.remove();
      reject();
    };
    document.head.append(link);
  }));

try {
  const glue = await import(GLUE);
  await glue.default({ module_or_path: MODULE });
  document.getElementById("splash")?.remove();
} catch (error) {
  if (isTrap(error)) show("crashed", brief(error));
  else if (error instanceof WebAssembly.CompileError) show("unsuited", brief(error));
  else show("unloaded", brief(error));
}
