"use strict";

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// Mathematics: the TeX inside .math becomes HTML and MathML; an output has dollar signs around it, for Jupyter. A formula wider than the page scrolls, by keyboard too.
if (window.katex) {
  const wide = [];
  for (const element of document.querySelectorAll(".math")) {
    const display = element.classList.contains("display");
    katex.render(element.textContent.replace(/^\$(.*)\$$/s, "$1"), element, { displayMode: display, throwOnError: false, maxExpand: 1000, maxSize: 50 });
    if (display) wide.push(element);
  }
  const reach = () => {
    for (const element of wide)
      if (element.scrollWidth > element.clientWidth) {
        element.tabIndex = 0;
        element.setAttribute("role", "group");
        element.setAttribute("aria-label", "Formula");
      }
  };
  document.fonts.ready.then(reach);
  addEventListener("resize", reach);
  reach();
}

// Code: a button that copies it. Where the clipboard is closed to a page (some browsers, from a file) the old command does it.
const told = make("p", { class: "unseen", role: "status" });
document.body.append(told);

const copy = async text => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", { class: "unseen", readonly: "", "aria-hidden": "true" }, text), focus = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focus?.focus();
    return done;
  }
};

for (const code of document.querySelectorAll(".cell > .code")) {
  const number = code.parentElement.id.replace("cell-", "");
  const button = make("button", { class: "copy", type: "button", "aria-label": `Copy code of cell ${number}` }, "Copy");
  let rest;
  button.addEventListener("click", async () => {
    const done = await copy(code.textContent);
    button.textContent = done ? "Copied" : "Select it and press Ctrl+C";
    told.textContent = done ? `Code of cell ${number} copied.` : "The clipboard is closed to this page.";
    if (!done) getSelection().selectAllChildren(code);
    clearTimeout(rest);
    rest = setTimeout(() => { button.textContent = "Copy"; told.textContent = ""; }, 2500);
  });
  code.before(button);
}

// Contents: closed where they stand above the text; beside the text they show where the reader is.
const contents = document.querySelector(".contents details");
if (contents) {
  const narrow = matchMedia("(max-width: 62rem)");
  const fold = () => { contents.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();

  const links = new Map([...contents.querySelectorAll("a")].map(a => [decodeURIComponent(a.hash.slice(1)), a]));
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

// A place inside something folded (a solution) is opened when an address leads there; on paper everything of the text is open.
const reveal = () => {
  const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = place && place.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  place.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("article details:not([open], .descent-data)")];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => { for (const details of opened) details.open = false; });

// Search: an index that the book brings along, loaded when somebody wants it. Every word must begin a word of a section; titles count more.
const search = document.querySelector(".search");
if (search) {
  const [field, list, status] = search.children;
  const most = 12;
  let index, loading, options = [], at = -1;
  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  search.hidden = false;

  const load = () => loading ??= new Promise(done => {
    const script = make("script", { src: "assets/search.js" });
    script.onload = () => {
      index = window.descentSearch.flatMap(([page, title, sections]) =>
        sections.map(([id, heading, text]) => ({ page, title, id, heading, text, head: ` ${plain(heading)}`, body: ` ${plain(`${title} ${text}`)}` })));
      done();
    };
    script.onerror = () => { status.textContent = "The search index is not there."; };
    document.head.append(script);
  });

  const escape = word => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  const find = words => {
    const patterns = words.map(word => new RegExp(`(?<![\\p{L}\\p{N}])${escape(word)}`, "u"));
    return index.map(section => {
      let score = 0;
      for (const pattern of patterns) {
        const [head, body] = [pattern.test(section.head), pattern.test(section.body)];
        if (!head && !body) return null;
        score += (head ? 10 : 0) + (body ? 1 : 0);
      }
      return { section, score };
    }).filter(Boolean).sort((a, b) => b.score - a.score).map(hit => hit.section);
  };

  // Some words around the first that was found, those found marked.
  const excerpt = (text, words) => {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${words.map(escape).join("|")})`, "giu"), first = text.search(pattern);
    const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, first - 40)));
    const piece = text.slice(from, from + 150), parts = [];
    let last = 0;
    for (const match of piece.matchAll(pattern)) {
      parts.push(piece.slice(last, match.index), make("mark", {}, match[0]));
      last = match.index + match[0].length;
    }
    return [from > 0 ? "…" : "", ...parts, piece.slice(last), from + 150 < text.length ? "…" : ""];
  };

  const point = to => {
    at = to;
    options.forEach((option, i) => option.setAttribute("aria-selected", i === at));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    options = [];
    point(-1);
    field.setAttribute("aria-expanded", "false");
    status.textContent = "";
  };

  const show = async () => {
    await load();
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    if (words.length === 0) return close();
    const hits = find(words), shown = hits.slice(0, most);
    options = shown.map((hit, i) => {
      const link = make("a", { href: `${hit.page}#${encodeURIComponent(hit.id)}`, tabindex: "-1" },
        make("span", { class: "where" }, hit.title), make("strong", {}, hit.heading), make("span", { class: "excerpt" }, ...excerpt(hit.text, words)));
      link.addEventListener("click", close);
      return make("li", { role: "option", id: `search-${i}`, "aria-selected": "false" }, link);
    });
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    field.setAttribute("aria-expanded", String(options.length > 0));
    point(-1);
    const count = hits.length === 0 ? "Nothing found" : hits.length === 1 ? "1 section" : `${hits.length} sections`;
    status.textContent = hits.length > most ? `${count}, the first ${most} are shown.` : `${count}.`;
    search.classList.toggle("nothing", hits.length === 0);
  };

  let rest;
  field.addEventListener("focus", load);
  field.addEventListener("input", () => { clearTimeout(rest); rest = setTimeout(show, 80); });
  field.addEventListener("keydown", e => {
    if (e.key === "Escape") { field.value = ""; close(); search.classList.remove("nothing"); }
    else if (e.key === "ArrowDown" && options.length) { e.preventDefault(); point((at + 1) % options.length); }
    else if (e.key === "ArrowUp" && options.length) { e.preventDefault(); point(at <= 0 ? options.length - 1 : at - 1); }
    else if (e.key === "Enter" && options.length) options[Math.max(at, 0)].firstChild.click();
  });
  search.addEventListener("focusout", e => { if (!search.contains(e.relatedTarget)) setTimeout(() => { if (!search.contains(document.activeElement)) { list.hidden = true; field.setAttribute("aria-expanded", "false"); } }, 150); });
  field.addEventListener("focus", () => { if (options.length) { list.hidden = false; field.setAttribute("aria-expanded", "true"); } });
  addEventListener("keydown", e => {
    if (e.key !== "/" || e.ctrlKey || e.altKey || e.metaKey || e.target.closest("input, textarea, select, [contenteditable]")) return;
    e.preventDefault();
    field.focus();
    field.select();
  });
}
