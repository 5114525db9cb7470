"use strict";

// Mathematics: the TeX inside .math becomes HTML and MathML.
if (window.katex)
  for (const element of document.querySelectorAll(".math")) {
    const display = element.classList.contains("display");
    katex.render(element.textContent, element, { displayMode: display, throwOnError: false });
    if (display && element.scrollWidth > element.clientWidth) {
      element.tabIndex = 0;
      element.setAttribute("role", "region");
      element.setAttribute("aria-label", "Formula");
    }
  }

// Contents: closed where they stand above the text; beside the text they show where the reader is.
const contents = document.querySelector(".contents details");
if (contents) {
  const narrow = matchMedia("(max-width: 62rem)");
  const fold = () => { contents.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();

  const links = new Map([...contents.querySelectorAll("a")].map(a => [a.hash.slice(1), a]));
  const headings = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
  const follow = () => {
    const here = headings.findLast(h => h.getBoundingClientRect().top < innerHeight / 3);
    for (const [id, link] of links)
      if (id === here?.id) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
  };
  let asked = false;
  addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; follow(); });
  }, { passive: true });
  follow();
}
