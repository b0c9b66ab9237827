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
// What the browser does not draw as long as it is far away has no inner text, but a reader reads it.
const textOf = (element) =>
  element.checkVisibility({ contentVisibilityAuto: true }) ? element.innerText : element.textContent;
const nameOf = (element) =>
  [
    element.getAttribute("aria-label"),
    words(element.getAttribute("aria-labelledby")),
    ...[...(element.labels ?? [])].map((label) => label.innerText),
    element.matches("button, a, summary") ? textOf(element) : "",
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

// One can't skip a level when one goes down from heading to heading.
let level = 0;
for (const heading of all("h1, h2, h3, h4, h5, h6")) {
  const own = Number(heading.localName[1]);
  if (own > level + 1 && level > 0) faults.push(`${called(heading)} comes after h${level}`);
  level = own;
}
for (const element of all("[tabindex]")) {
  if (element.tabIndex > 0) faults.push(`${called(element)} is out of the order of the page`);
}
// What is touched is reached by Tab, or by the arrow keys of the one that is.
for (const element of all("button, a[href], input, select, textarea, summary", scope)) {
  const reached = element.closest("[role=grid], [role=toolbar], [role=listbox], [data-roving]")
    ?.querySelector("[tabindex='0']");
  if (element.tabIndex < 0 && !reached) faults.push(`${called(element)} is out of reach of Tab`);
}
for (const picture of all("img, [role=img]")) {
  const named = picture.hasAttribute("alt") || nameOf(picture);
  if (!named) faults.push(`${called(picture)} has no name`);
}

// Text stands at 7:1, large text at 4.5:1, whatever is behind it.
const colour = (text) => {
  const [r, g, b, a = 1] = (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  return text.startsWith("color(") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
};
const over = ([r, g, b, a], under) =>
  [r, g, b].map((value, at) => value * a + under[at] * (1 - a)).concat(1);
// A choice draws its row in a box before its text; a bar at the side is behind no text.
const ground = (element) => {
  const own = [getComputedStyle(element)];
  const before = getComputedStyle(element, "::before");
  const wide = parseFloat(before.width) > element.clientWidth / 2;
  if (before.content !== "none" && before.position === "absolute" && wide) own.push(before);
  return own.map((style) => colour(style.backgroundColor)).filter(([, , , a]) => a > 0);
};
const behind = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.push(...ground(at).reverse());
  return layers.reduceRight((under, layer) => over(layer, under), [255, 255, 255, 1]);
};
const light = (rgb) => {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (one, other) => {
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};
const pale = new Set();
const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  const idle = element.closest("[aria-disabled=true], :disabled, svg, option, .visually-hidden");
  if (!texts.currentNode.data.trim() || !shows(element) || idle) continue;
  const style = getComputedStyle(element);
  const size = parseFloat(style.fontSize);
  const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 4.5 : 7;
  const under = behind(element);
  const found = ratio(over(colour(style.color), under), under);
  if (found < least - 0.05) pale.add(`${called(element)} stands at ${found.toFixed(1)}:1`);
}
faults.push(...pale);

const { scrollWidth, clientWidth } = document.documentElement;
if (scrollWidth > clientWidth) {
  const scrolls = (element) => element && element !== document.body
    && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  const sticksOut = (element) =>
    element.getBoundingClientRect().right > clientWidth + 1 && !scrolls(element.parentElement);
  const wide = all("body *").filter(sticksOut).slice(0, 3).map(called);
  faults.push(`${scrollWidth} pixels wide on ${clientWidth}: ${wide.join(", ")}`);
}
return faults;
