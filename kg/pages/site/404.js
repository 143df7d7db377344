"use strict";
// The page for what is not there is shown at any depth, where relative links lead nowhere. It looks upwards for the front
// of the site, which is where names.json lies, and makes that the base of every link, of the style and of the script.

function mend(base) {
  const element = document.createElement("base");
  element.href = base;
  document.head.prepend(element);
  for (const link of document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")) link.replaceWith(link.cloneNode());
  for (const image of document.querySelectorAll("img[src]")) image.setAttribute("src", image.getAttribute("src"));
  const script = document.createElement("script");
  script.src = "site.js";
  document.head.append(script);
}

async function find() {
  const steps = location.pathname.split("/").slice(0, -1);
  for (let depth = steps.length; depth > 0; depth -= 1) {
    const base = `${steps.slice(0, depth).join("/")}/`;
    const answer = await fetch(`${base}names.json`, { method: "HEAD" });
    if (answer.ok) {
      if (depth < steps.length) mend(base);
      return;
    }
  }
}

if (location.protocol !== "file:") document.addEventListener("DOMContentLoaded", find);
