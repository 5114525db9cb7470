// Draws the figures and experiments of a page. Each is a div.descent-figure that holds its words as markup and its numbers as inert JSON
// (script.descent-payload); this file is the only thing that runs. It stands in every notebook output, and once in a page of the book:
// whoever comes first defines window.DescentFigures, everybody then scans the page. Nothing is requested but plotly.js, and that only
// from the kernel's folder of a Jupyter page; without it captions, alternative texts, tables and controls still work.
(window.DescentFigures ??= (w => {
  const d = w.document;
  const media = query => w.matchMedia(query);

  // Plotly: the page's own, at once or after its load event; else (Jupyter) the one beside the kernel.
  let plotly;
  const base = () => {
    try { return JSON.parse(d.getElementById('jupyter-config-data').textContent).baseUrl; } catch { return d.body.dataset.baseUrl; }
  };
  const page = () => w.Plotly || new Promise(done => {
    const load = () => {
      const address = base();
      if (w.Plotly || !address || !/^http/.test(w.location.protocol)) return done(w.Plotly);
      const s = d.createElement('script');
      s.src = address + 'kernelspecs/.net-csharp/plotly.min.js';
      s.onload = s.onerror = () => done(w.Plotly);
      d.head.append(s);
    };
    if (d.readyState === 'complete') load();
    else w.addEventListener('load', load);
  });

  const style = new CSSStyleSheet();
  style.replaceSync(`
    .descent-plot .modebar-container { top: auto !important; bottom: -3px }
    .descent-data > summary { display: list-item }
    .descent-controls { display: flex; flex-wrap: wrap; gap: .4em 1.6em; align-items: center; margin: .6em 0; accent-color: #0072B2 }
    .descent-controls[style*=dark] { accent-color: #3f9fdc }
    .descent-controls > div { display: flex; flex-wrap: wrap; gap: .2em .6em; align-items: center; flex: 0 1 auto }
    .descent-controls > .slider { flex: 1 1 17em }
    .descent-controls > .slider:has(button) { flex-basis: 27em }
    .descent-controls .track { display: flex; gap: .6em; align-items: center; flex: 1 1 12em }
    .descent-controls label { font-weight: inherit; margin: 0 }
    .descent-controls input[type=range] { flex: 1 1 8em; min-width: 6em; margin: 0 }
    .descent-controls input[type=checkbox] { width: 1.1em; height: 1.1em; margin: 0 }
    .descent-controls output { min-width: 3.5em; padding: 0; font-variant-numeric: tabular-nums }
    .descent-controls :is(button, select) { font: inherit; color: inherit; background: transparent; border: 1px solid; border-radius: 4px; min-height: 1.9em; margin: 0; padding: 0 .6em }
    .descent-controls option { color: #222; background: #fff }
    .descent-controls :focus-visible { outline: 3px solid currentColor; outline-offset: 2px }
    .descent-controls textarea { flex: 1 1 100%; width: 100%; height: 8em; box-sizing: border-box; font-family: monospace; color: inherit; background: transparent }
    .descent-controls [role=status] { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); margin: 0 }
    .descent-controls[hidden], .descent-controls [hidden] { display: none }
    @media (max-width: 560px), (pointer: coarse) {
      .descent-controls :is(button, select, input) { min-height: 44px; min-width: 44px }
      .descent-controls input[type=checkbox] { min-height: 1.6em; min-width: 1.6em }
      .descent-controls input[type=checkbox] + label { line-height: 44px }
      .descent-controls > .slider { flex-basis: 100% }
    }`);
  d.adoptedStyleSheets = [...d.adoptedStyleSheets, style];

  const make = (tag, attributes, ...children) => {
    const e = d.createElement(tag);
    for (const a in attributes) a in e ? e[a] = attributes[a] : e.setAttribute(a, attributes[a]);
    e.append(...children);
    return e;
  };

  // Objects are copied, arrays of numbers are shared: plotly sees by their identity what has changed.
  const copy = (v, ink = t => t) =>
    typeof v === 'string' ? ink(v)
      : Array.isArray(v) ? v.length && v[0]?.constructor !== Object ? v : v.map(x => copy(x, ink))
        : v?.constructor === Object ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, copy(x, ink)]))
          : v;
  const put = (target, path, value) => {
    const last = path.pop();
    path.reduce((o, key) => o[key] ??= {}, target)[last] = value;
  };

  // A state is what all states share, and its own values from the pool: slot = [path, which list, first id or ids]; list[state] picks the id.
  const state = (f, index) => {
    const s = copy(f.base);
    for (const [path, list, ids] of f.slots ?? []) {
      const n = f.lists[list][index];
      if (n >= 0) put(s, path.split('/'), f.pool[Array.isArray(ids) ? ids[n] : ids + n]);
    }
    return s;
  };

  // Figures take the colour of the text around them for light or dark.
  const dark = e => {
    const c = w.getComputedStyle(e).color.match(/[\d.]+/g) || [0, 0, 0];
    return .299 * c[0] + .587 * c[1] + .114 * c[2] > 127;
  };
  const bright = {
    '#0072B2': '#3f9fdc', 'rgba(0,114,178': 'rgba(63,159,220', '#D55E00': '#f0802f', 'rgba(213,94,0': 'rgba(240,128,47',
    '#009E73': '#1fbf92', 'rgba(0,158,115': 'rgba(31,191,146',
  };
  const glow = text => Object.entries(bright).reduce((t, [from, to]) => t.replace(from, to), text);

  // The words of a state: caption, alternative text and (when open) the data table. Figures that do not change keep their markup.
  const table = t => {
    const columns = Object.values(t.columns);
    const cell = v => make('td', {}, v === null ? '–' : String(v));
    return make('table', {}, make('caption', {}, t.name),
      make('thead', {}, make('tr', {}, ...t.heads.map(h => make('th', { scope: 'col' }, h)))),
      make('tbody', {}, ...columns[0].map((_, row) => make('tr', {}, ...columns.map(c => cell(c[row]))))));
  };
  const words = (e, s) => {
    if (!s.alt) return;
    const data = e.querySelector('.descent-data');
    e.querySelector('.descent-alt').textContent = Object.values(s.alt).join('. ');
    e.querySelector('[role=img]').setAttribute('aria-label', e.querySelector('.descent-alt').textContent);
    e.querySelector('figcaption').replaceChildren(s.caption, ...s.note ? [' ', make('small', {}, s.note)] : []);
    if (data.open) data.querySelector('div').replaceChildren(...s.tables.map(table), ...Object.values(s.marks).map(m => make('p', {}, m)));
  };

  // What is drawn is one image to assistive technology, named by the alternative text; plotly's buttons beside it are none of it.
  const name = plot => {
    const layers = [...plot.querySelectorAll('.main-svg, .gl-container')];
    layers.forEach((layer, i) => layer.setAttribute(...i ? ['aria-hidden', 'true'] : ['role', 'img']));
    layers[0].setAttribute('aria-label', plot.querySelector('.descent-alt').textContent);
    plot.removeAttribute('role');
    plot.removeAttribute('aria-label');
  };

  // Native controls. change(i, n) asks for value n of control i; each control knows how to show the value it has.
  let ids = 0;
  const control = (c, i, change) => {
    const last = c.labels.length - 1, id = 'descent-' + ++ids, label = make('label', { htmlFor: id }, c.name);
    const button = (text, name, onclick) => make('button', { type: 'button', 'aria-label': name, title: name, onclick }, text);
    let at = c.start, timer;
    const set = n => change(i, Math.max(0, Math.min(last, n)));
    if (c.kind === 'choice') {
      const select = make('select', { id, onchange: () => set(select.selectedIndex) }, ...c.labels.map(l => make('option', {}, l)));
      return { e: make('div', {}, label, select), show: n => select.selectedIndex = n };
    }
    if (c.kind === 'toggle') {
      const box = make('input', { type: 'checkbox', id, onchange: () => set(+box.checked) });
      return { e: make('div', {}, box, label), show: n => box.checked = n > 0 };
    }
    if (c.kind === 'seed') {
      const again = make('button', { type: 'button', onclick: () => change(i, (at + 1) % (last + 1)) });
      return { e: make('div', {}, again), show: n => again.textContent = `another ${c.name} (${c.labels[at = n]})` };
    }
    const stop = () => { clearInterval(timer); timer = 0; sign(); };
    const range = make('input', { type: 'range', id, min: 0, max: last, step: 1, oninput: () => { stop(); set(+range.value); } });
    const value = make('output', { htmlFor: id });
    const step = (text, name, by) => button(text, `${name}: ${c.name}`, () => { stop(); set(at + by); });
    const play = button('', '', () => {
      if (timer) return stop();
      if (at === last) set(0);
      timer = setInterval(() => {
        set(at + 1);
        if (at === last || !range.isConnected) stop();
      }, Math.max(90, Math.min(600, 4000 / last)));
      sign();
    });
    const sign = () => {
      play.textContent = timer ? '❚❚' : '▶';
      play.title = `${timer ? 'Pause' : 'Play'}: ${c.name}`;
      play.setAttribute('aria-label', play.title);
    };
    sign();
    // Readers who want less motion step by themselves.
    const buttons = !c.play ? [] : [...media('(prefers-reduced-motion: reduce)').matches ? [] : [play], step('◀', 'Back', -1), step('▶|', 'Forward', 1)];
    return {
      e: make('div', { className: 'slider' }, label, ...buttons, make('div', { className: 'track' }, range, value)),
      show: n => {
        range.value = at = n;
        value.textContent = c.labels[n];
        range.setAttribute('aria-valuetext', c.labels[n]);
      },
      playing: () => !!timer, stop,
    };
  };

  // "Copy as C#": code is text with the numbers of controls between, whose values stand in literals. Where the clipboard is closed the text is selected.
  const copier = (f, at) => {
    const area = make('textarea', { readOnly: true, hidden: true, 'aria-label': 'C# of these settings' });
    const button = make('button', {
      type: 'button', onclick: async () => {
        area.value = f.code.map(p => typeof p === 'number' ? f.literals[p][at[p]] : p).join('');
        try {
          await w.navigator.clipboard.writeText(area.value);
          area.hidden = true;
          button.textContent = 'Copied';
        } catch {
          area.hidden = false;
          area.select();
          button.textContent = 'Press Ctrl+C';
        }
        setTimeout(() => button.textContent = 'Copy as C#', 2000);
      },
    }, 'Copy as C#');
    return [make('div', {}, button), area];
  };

  const panel = (e, f, at, changed) => {
    const status = make('p', { role: 'status' });
    let said = new Set(Object.values(f.first.alt ?? {})), quiet;
    // Said once the reader rests: the sentences of the alternative text that are new.
    const announce = s => {
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        if (!s.alt || all.some(c => c.playing?.())) return;
        const now = Object.values(s.alt);
        status.textContent = now.filter(t => !said.has(t)).join('. ');
        said = new Set(now);
      }, 900);
    };
    const all = f.controls.map((c, i) => control(c, i, (i, n) => {
      all[i].show(at[i] = n);
      changed();
    }));
    all.forEach((c, i) => c.show(at[i]));
    const box = make('div', { className: 'descent-controls', role: 'group', 'aria-label': 'Settings' }, ...all.map(c => c.e), ...f.code ? copier(f, at) : [], status);
    e.querySelector('figcaption').after(box);
    e.querySelector('.descent-settings')?.setAttribute('hidden', '');
    return { box, announce, stop: () => all.forEach(c => c.stop?.()) };
  };

  const start = async e => {
    const f = JSON.parse(e.querySelector('.descent-payload').textContent), plot = e.querySelector('.descent-plot');
    const controls = f.controls ?? [], at = controls.map(c => c.start);
    const here = () => state(f, controls.reduce((index, c, i) => index * c.labels.length + at[i], 0));
    let P, g, width, frame, box, live, drawn = false, revision = 0, s = f.first = here();

    const size = () => plot.clientWidth < 560 ? 'narrow' : 'wide';
    const draw = () => {
      if (!P || !plot.clientWidth) return;
      const night = dark(e), layout = copy(s.layout);
      width = size();
      for (const path in s[width]) put(layout, path.split('.'), s[width][path]);
      layout.template = f[night ? 'dark' : 'light'];
      layout.uirevision = 1;
      // Plotly computes everything anew: contours whose numbers stay lose their levels when only the layout changes.
      layout.datarevision = revision++;
      if (media('(pointer: coarse)').matches) layout.dragmode = false;
      if (box) box.box.style.colorScheme = night ? 'dark' : 'light';
      plot.style.minHeight = layout.height + 'px';
      const data = copy(s.data, night ? glow : undefined);
      if (g) return void P.react(g, data, layout, s.config).then(() => name(plot));
      g = make('div');
      plot.append(g);
      P.newPlot(g, data, layout, s.config).then(
        () => { plot.querySelector('.descent-alt').hidden = drawn = true; name(plot); },
        error => { g.remove(); console.error(error); });
    };
    const show = () => { words(e, s); draw(); };
    // However fast the settings change, one drawing per frame, and the last one always.
    const changed = () => frame ??= w.requestAnimationFrame(() => {
      frame = undefined;
      if (live) return;
      s = here();
      show();
      box.announce(s);
    });
    // A state computed by C# replaces the stored ones until null gives them back.
    e.descent = {
      draw,
      live: next => {
        live = !!next;
        if (box) { box.stop(); box.box.hidden = live; }
        s = next ?? here();
        show();
      },
    };

    P = await (plotly ??= page());
    if (!P) plotly = undefined;
    if (P && f.full && !P.PlotSchema.get().traces.surface) P = undefined;
    if (controls.length && (P || s.alt)) box = panel(e, f, at, changed);
    if (box) box.box.hidden = !!live;
    e.querySelector('.descent-data').addEventListener('toggle', () => words(e, s));
    new ResizeObserver(() => {
      if (!plot.clientWidth || !P) return;
      if (!g) draw();
      else if (drawn && width === size()) P.Plots.resize(g);
      else if (drawn) {
        width = size();
        plot.style.minHeight = s[width].height + 'px';
        P.relayout(g, { ...s[width], autosize: true }).then(() => name(plot));
      }
    }).observe(plot);
  };
  const each = (selector, act) => d.querySelectorAll(`.descent-figure${selector}`).forEach(e => e.descent && act(e.descent));
  media('(prefers-color-scheme: dark)').addEventListener('change', () => setTimeout(each, 60, '', figure => figure.draw()));

  // A page may insert an output after its script has run: look again for three seconds.
  let left = 0;
  const find = () => d.querySelectorAll('.descent-figure:not([data-started])').forEach(e => {
    if (!e.querySelector('.descent-payload')) return;
    e.dataset.started = '';
    start(e);
  });
  const look = () => {
    find();
    if (--left > 0) setTimeout(look, 150);
  };
  const scan = () => {
    const looking = left > 0;
    left = 20;
    if (!looking) look();
  };
  d.addEventListener('DOMContentLoaded', find);
  return {
    scan,
    live: (key, s) => {
      find();
      each(`[data-figure="${key}"]`, figure => figure.live(s));
    },
  };
})(window)).scan();
