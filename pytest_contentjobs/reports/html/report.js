"use strict";
// The page is whole without this script, which makes its findings searchable, and lists those that are packed.
(() => {
  const find = (id) => document.getElementById(id);
  const make = (tag, text = "", name = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = name;
    return element;
  };
  const form = find("filters"), packed = find("packed");
  const SEVERITIES = ["error", "warning", "info"];
  const READ = ["run", "severity", "outcome", "new", "rule", "top", "owner", "since"];
  const IN_A_CHUNK = 60, LINE_HEIGHT = 110, AHEAD = "1500px", PRINTED = 5000, PAUSE = 120;
  let rows = [], shown = [], chunks = [], observer = null, list = find("unpacked"), isPacked = false;

  // --- the findings, of the page itself or of the packed data ---

  function readPage() {
    let folder = "", item = "";
    const found = [];
    for (const element of list.children) {
      if (element.tagName === "H3") folder = element.firstChild.textContent;
      else if (element.tagName === "H4") item = element.textContent;
      else {
        const row = { element, folder, item, anchor: element.id };
        for (const name of READ) row[name] = element.getAttribute(`data-${name}`);
        found.push(row);
      }
    }
    return found;
  }

  async function unpack(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const { names, rows: values } = await new Response(stream).json();
    const runs = new Set();
    const unpacked = values.map((each) => {
      const row = {};
      for (let position = 0; position < names.length; position += 1) row[names[position]] = each[position];
      row.top = row.top_folder;
      runs.add(row.run);
      return row;
    });
    if (runs.size > 1) for (const row of unpacked) row.folder = `${row.run}: ${row.folder}`;
    return unpacked;
  }

  const searched = (row) => (row.searched ??= (row.element
    ? `${row.folder} ${row.item} ${row.rule} ${row.element.textContent}`
    : [row.severity, row.outcome, row.rule, row.rule_title, row.message, row.text, row.folder, row.item, row.source, row.log,
      row.lines, row.hint, row.owner, row.anchor].join(" ")).toLowerCase());

  function elementOf(row) {
    row.element ??= fill(find("blank").content.firstElementChild.cloneNode(true), row);
    const where = row.element.querySelector(".where");
    if (where) where.hidden = !form.elements.sort.value;
    return row.element;
  }

  function fill(element, row) {
    element.id = row.anchor;
    element.className = `finding ${row.severity} ${row.outcome}`;
    for (const slot of element.querySelectorAll("[data-slot]")) {
      const text = slot.dataset.slot === "outcome" && row.outcome === "fails" ? "" : row[slot.dataset.slot];
      if (text) slot.textContent = text;
      else (slot.closest("[data-part]") ?? slot).remove();
    }
    for (const link of element.querySelectorAll("[data-href]")) {
      const address = row[link.dataset.href];
      if (/^https?:\/\//i.test(address)) link.setAttribute("href", address);
      else link.closest("[data-part]").remove();
    }
    element.querySelector("[data-anchor]").setAttribute("href", `#${row.anchor}`);
    return element;
  }

  // --- which of them are shown, and in which order ---

  const rank = (row) => SEVERITIES.indexOf(row.severity);
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const lineOf = (row) => Number((row.log ?? row.element.querySelector("[data-slot=log]").textContent).match(/\d+$/));
  // For each order, how two findings compare, and the heading that a finding stands under.
  const ORDERS = {
    "": [() => 0, (row) => row.folder],
    severity: [(a, b) => rank(a) - rank(b), (row) => row.severity],
    rule: [(a, b) => compare(a.rule, b.rule), (row) => row.rule],
    owner: [(a, b) => compare(!a.owner, !b.owner) || compare(a.owner, b.owner), (row) => row.owner || "no owner"],
    age: [(a, b) => compare(!a.new, !b.new) || compare(b.since, a.since),
      (row) => row.new || (row.since ? `since ${row.since}` : "no date")],
    log: [(a, b) => compare(a.run, b.run) || lineOf(a) - lineOf(b), (row) => row.run],
  };

  function choose() {
    const value = (name) => form.elements[name].value;
    const severities = new Set(new FormData(form).getAll("severity"));
    const words = value("q").toLowerCase().split(/\s+/).filter(Boolean);
    const [status, rule, folder, owner, run] = ["status", "rule", "folder", "owner", "run"].map(value);
    const chosen = rows.filter((row) =>
      (!severities.size || severities.has(row.severity))
      && (!status || (status === "new" ? row.new === "new" : row.outcome === status))
      && (!rule || row.rule === rule)
      && (!folder || row.top === folder)
      && (!owner || (row.owner || "no owner") === owner)
      && (!run || row.run === run)
      && words.every((word) => searched(row).includes(word)));
    return chosen.sort(ORDERS[value("sort")][0]);
  }

  function outline(chosen) {
    const heading = ORDERS[form.elements.sort.value][1], isByItem = !form.elements.sort.value;
    const sizes = new Map();
    for (const row of chosen) sizes.set(heading(row), (sizes.get(heading(row)) ?? 0) + 1);
    const lines = [];
    let title, item;
    for (const row of chosen) {
      if (heading(row) !== title) {
        title = heading(row);
        item = undefined;
        lines.push({ tag: "h3", title, number: sizes.get(title) });
      }
      if (isByItem && row.item !== item) {
        item = row.item;
        lines.push({ tag: "h4", title: item });
      }
      lines.push({ row });
    }
    return lines;
  }

  // --- showing them: in chunks, of which a long list holds only those in view ---

  function elementsOf(chunk) {
    return chunk.lines.map((line) => {
      if (line.row) return elementOf(line.row);
      const element = make(line.tag);
      element.append(make("bdi", line.title));
      if (line.number) element.append(" ", make("small", count(line.number)));
      return element;
    });
  }

  function fillChunk(chunk) {
    if (chunk.isFilled) return;
    chunk.isFilled = true;
    chunk.element.style.height = "";
    chunk.element.replaceChildren(...elementsOf(chunk));
  }

  function emptyChunk(chunk) {
    if (!chunk.isFilled || chunk.element.contains(document.activeElement)) return;
    chunk.isFilled = false;
    chunk.element.style.height = `${chunk.element.offsetHeight}px`;
    chunk.element.replaceChildren();
  }

  function show() {
    shown = choose();
    const lines = outline(shown);
    observer?.disconnect();
    chunks = [];
    for (let start = 0; start < lines.length; start += IN_A_CHUNK) {
      const chunk = { lines: lines.slice(start, start + IN_A_CHUNK), element: make("div", "", "chunk"), isFilled: false };
      chunk.element.style.height = `${chunk.lines.length * LINE_HEIGHT}px`;
      chunk.element.chunk = chunk;
      for (const line of chunk.lines) if (line.row) line.row.chunk = chunk;
      chunks.push(chunk);
    }
    list.replaceChildren(...chunks.map((chunk) => chunk.element));
    if (!shown.length && rows.length) list.append(make("p", "No finding matches these filters.", "empty"));
    observer = new IntersectionObserver((entries) => {
      for (const entry of entries) (entry.isIntersecting ? fillChunk : emptyChunk)(entry.target.chunk);
    }, { rootMargin: AHEAD });
    if (chunks.length) fillChunk(chunks[0]);
    // A short list stays whole, so that the browser's own search finds all of it.
    for (const chunk of chunks) if (isPacked) observer.observe(chunk.element); else fillChunk(chunk);
    tell();
  }

  const count = (number) => `${number.toLocaleString("en-US")} finding${number === 1 ? "" : "s"}`;

  function tell() {
    const isAll = shown.length === rows.length;
    find("status").textContent = isAll ? count(rows.length) : `${shown.length.toLocaleString("en-US")} of ${count(rows.length)}`;
    find("clear").hidden = !stateOf();
    find("copy").hidden = !shown.length;
  }

  // --- the state, which the address keeps ---

  function stateOf() {
    return new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
  }

  function setState(text) {
    const state = new URLSearchParams(text);
    for (const control of form.elements) {
      if (control.type === "checkbox") control.checked = state.getAll(control.name).includes(control.value);
      else if (control.name) control.value = state.get(control.name) ?? "";
      // A value that this report does not have shows all, not nothing.
      if (control.tagName === "SELECT" && control.selectedIndex < 0) control.value = "";
    }
  }

  function keepState() {
    const state = stateOf();
    try {
      history.replaceState(null, "", state ? `#${state}` : location.href.split("#")[0]);
    } catch {
      // A page without an origin of its own may not change its address.
    }
  }

  function change(state) {
    if (state !== undefined) setState(state);
    keepState();
    show();
  }

  function goTo(row) {
    if (!row) return;
    if (row.chunk) fillChunk(row.chunk);
    row.element.scrollIntoView({ block: "center" });
    row.element.focus({ preventScroll: true });
  }

  function readAddress() {
    const wanted = location.hash.slice(1);
    const row = rows.find((each) => each.anchor === wanted);
    const isPart = Boolean(document.getElementById(wanted));
    // A link to a part of the page changes nothing that is shown.
    if (isPart && !row && chunks.length) return;
    setState(row || isPart ? "" : wanted);
    if (row || stateOf() || isPacked || chunks.length) show(); else tell();
    goTo(row);
  }

  // --- controls ---

  function addOptions(name, valueOf) {
    const select = form.elements[name], sizes = new Map();
    for (const row of rows) sizes.set(valueOf(row), (sizes.get(valueOf(row)) ?? 0) + 1);
    const sorted = [...sizes].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
    for (const [value, number] of sorted) select.append(new Option(`${value} (${number.toLocaleString("en-US")})`, value));
    select.closest("label").hidden = sizes.size < 2;
  }

  function addFilters() {
    for (const place of document.querySelectorAll("[data-filter]")) {
      const button = make("button", "", "filter");
      button.type = "button";
      button.append(...place.childNodes);
      button.addEventListener("click", () => {
        change(place.dataset.filter);
        find("findings").scrollIntoView();
        find("findings").focus({ preventScroll: true });
      });
      place.append(button);
    }
  }

  const textOf = (row) => {
    const part = (name) => row.element?.querySelector(`[data-slot=${name}]`)?.textContent ?? row[name] ?? "";
    const place = part("source") || part("log");
    return `${place}: ${row.severity} ${part("code")}: ${part("message")} (${row.folder}: ${row.item})`.replace(" : ", ": ");
  };

  async function copy(text, button) {
    const label = button.textContent;
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages that come without TLS have no clipboard.
      const area = make("textarea", text);
      document.body.append(area);
      area.select();
      isCopied = document.execCommand("copy");
      area.remove();
    }
    button.textContent = isCopied ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  function addCopyButton(details) {
    const place = details.querySelector("p");
    if (!place || place.querySelector("button")) return;
    const button = make("button", "Copy");
    button.type = "button";
    button.addEventListener("click", () => {
      const anchor = details.closest(".finding").id;
      copy(textOf(rows.find((row) => row.anchor === anchor)), button);
    });
    place.append(" ", button);
  }

  function move(step) {
    const current = document.activeElement.closest?.(".finding");
    const position = shown.findIndex((row) => row.anchor === current?.id);
    const next = position < 0 ? 0 : position + step;
    goTo(shown[Math.min(Math.max(next, 0), shown.length - 1)]);
  }

  function press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape" && event.target.name === "q") {
      event.target.value = "";
      change();
    }
    if (isTyping) return;
    const current = document.activeElement.closest?.(".finding");
    const details = current?.querySelector("details");
    if (event.key === "/") form.elements.q.focus();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "o" && details) details.open = !details.open;
    else if (event.key === "c" && details) {
      details.open = true;
      addCopyButton(details);
      details.querySelector("button").click();
    } else return;
    event.preventDefault();
  }

  function listen() {
    let timer = 0;
    form.addEventListener("input", (event) => {
      clearTimeout(timer);
      timer = setTimeout(change, event.target.name === "q" ? PAUSE : 0);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    find("clear").addEventListener("click", () => { change(""); form.elements.q.focus(); });
    find("copy").addEventListener("click", (event) => copy(shown.map(textOf).join("\n"), event.target));
    // This event does not bubble.
    list.addEventListener("toggle", (event) => addCopyButton(event.target), { capture: true });
    document.addEventListener("keydown", press);
    addEventListener("hashchange", readAddress);
    addEventListener("beforeprint", () => {
      let printed = 0;
      for (const chunk of chunks) if ((printed += chunk.lines.length) <= PRINTED) fillChunk(chunk);
    });
  }

  const parsed = new Promise((resolve) => { document.addEventListener("DOMContentLoaded", resolve); });

  async function readPacked() {
    document.documentElement.classList.add("packed");
    try {
      rows = await unpack(packed.textContent);
    } catch {
      // An older browser cannot unpack; what stands in the page remains, and says that it is not all.
      document.documentElement.classList.remove("packed");
      return;
    }
    isPacked = true;
    find("rest").hidden = true;
    parsed.then(() => find("list").remove());
  }

  async function start() {
    if (packed) await readPacked();
    if (!isPacked) {
      await parsed;
      list = find("list");
      rows = readPage();
    }
    shown = rows;
    if (!rows.length) return;
    addOptions("rule", (row) => row.rule);
    addOptions("folder", (row) => row.top);
    addOptions("owner", (row) => row.owner || "no owner");
    addOptions("run", (row) => row.run);
    const severities = new Set(rows.map((row) => row.severity));
    for (const box of form.querySelectorAll("[name=severity]")) box.closest("label").hidden = !severities.has(box.value);
    form.querySelector("fieldset").hidden = severities.size < 2;
    addFilters();
    listen();
    form.hidden = find("bar").hidden = false;
    readAddress();
    document.documentElement.dataset.ready = "";
  }

  start();
})();
