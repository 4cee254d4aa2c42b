// Connects the source with the machine. All that it knows stands in `data-` attributes.
"use strict";
(() => {
    const root = document.documentElement;
    const body = document.body;
    const sections = [...document.querySelectorAll("section")];
    const entries = [...document.querySelectorAll("#index li")];
    const run = document.getElementById("run");
    const search = document.getElementById("search");
    let current = sections[0];
    root.classList.add("js");

    // One machine at a time, chosen by the address.
    function show() {
        const wanted = document.getElementById(location.hash.slice(1));
        current = sections.includes(wanted) ? wanted : sections[0];
        sections.forEach(section => section.hidden = section !== current);
        entries.forEach(entry => {
            const isCurrent = entry.querySelector("a").hash === "#" + current.id;
            entry.classList.toggle("current", isCurrent);
            if (isCurrent) entry.scrollIntoView({ block: "nearest" });
        });
        pinned = null;
        light(null);
        restart();
    }

    // What belongs together lights up together.
    let pinned = null;
    const all = selector => [...current.querySelectorAll(selector)];
    const ranges = arrow => arrow.dataset.lines.split(",").filter(Boolean).map(range => range.split("-").map(Number));
    const covers = (arrow, line) => ranges(arrow).some(([start, end]) => start <= line && line <= end);

    function thing(target) {
        const found = target.closest?.("[data-local]:not([data-local='']), .arrow, [data-state], .l");
        return found && current.contains(found) ? found : null;
    }

    function related(one) {
        if (one.dataset.local) return all(`[data-local="${one.dataset.local}"]`);
        if (one.dataset.from) return [one, ...all(".l").filter(line => covers(one, Number(line.dataset.line)))];
        if (one.dataset.state) {
            const line = one.dataset.line || one.closest(".l")?.dataset.line;
            return [...all(`[data-state="${one.dataset.state}"]`), ...(line ? all(`.l[data-line="${line}"]`) : [])];
        }
        if (one.dataset.line) {
            return [one, ...all(".arrow").filter(arrow => arrow.dataset.from && covers(arrow, Number(one.dataset.line)))];
        }
        return [];
    }

    function light(one) {
        document.querySelectorAll(".lit").forEach(lit => lit.classList.remove("lit"));
        if (one) related(one).forEach(lit => lit.classList.add("lit"));
    }

    document.addEventListener("mouseover", event => { if (!pinned) light(thing(event.target)); });
    document.addEventListener("click", event => {
        if (!event.target.closest("section")) return;
        const one = thing(event.target);
        pinned = one === pinned ? null : one;
        light(pinned);
        if (!pinned) return;
        // The other side comes into sight.
        const isSource = pinned.closest(".source");
        const other = related(pinned).find(lit => Boolean(lit.closest(".source")) !== Boolean(isSource));
        other?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });

    // A run, step by step.
    let path = [];
    const stateOf = () => path.length ? path[path.length - 1].dataset.to : "0";
    const card = state => current.querySelector(`.state[data-state="${state}"]`);
    const nameOf = state => card(state)?.querySelector("text.b")?.textContent ?? (state === "" ? "dropped" : "Panicked");

    function ways() {
        const order = ["k-pending", "k-onward", "k-back", "k-return", "k-cancel", "k-panic"];
        const rank = arrow => order.findIndex(kind => arrow.classList.contains(kind));
        return all(".arrow[data-from]")
            .filter(arrow => arrow.dataset.from === stateOf() && getComputedStyle(arrow).display !== "none")
            .sort((a, b) => rank(a) - rank(b));
    }

    function describe(arrow) {
        const label = [...arrow.querySelectorAll("text")].map(text => text.textContent).join(" ");
        return arrow.classList.contains("k-pending") ? "Pending" : `${nameOf(arrow.dataset.to)} · ${label}`;
    }

    function tell() {
        all(".here, .taken").forEach(one => one.classList.remove("here", "taken"));
        path.forEach(arrow => arrow.classList.add("taken"));
        run.replaceChildren();
        if (!running) return;
        card(stateOf())?.classList.add("here");
        const state = document.createElement("strong");
        state.textContent = nameOf(stateOf());
        run.append(state);
        const next = ways();
        next.forEach((arrow, index) => {
            const button = document.createElement("button");
            const key = document.createElement("kbd");
            key.textContent = index + 1;
            button.append(key, describe(arrow));
            button.addEventListener("click", () => go(arrow));
            run.append(button);
        });
        if (!next.length) run.append(" the run is over");
    }

    let running = false;

    function restart() {
        path = [];
        running = false;
        tell();
    }

    function go(arrow) {
        path.push(arrow);
        tell();
        card(stateOf())?.scrollIntoView({ block: "nearest", inline: "nearest" });
        if (!pinned) light(arrow);
    }

    // The first poll only shows what may happen; after that, the only way is taken at once.
    function poll() {
        if (!running) {
            running = true;
            tell();
            return;
        }
        const next = ways().filter(arrow => !arrow.classList.contains("k-pending"));
        if (next.length === 1) go(next[0]);
    }

    function undo() {
        path.pop();
        tell();
    }

    // Zoom and pan.
    let zoom = 1;
    function scale(factor, x, y) {
        const pane = current.querySelector(".machine");
        const svg = pane.querySelector("svg");
        const before = svg.getBoundingClientRect();
        zoom = factor ? Math.min(6, Math.max(0.1, before.width / svg.viewBox.baseVal.width * factor)) : 0;
        pane.classList.toggle("zoomed", Boolean(zoom));
        svg.style.width = zoom ? `${svg.viewBox.baseVal.width * zoom}px` : "";
        if (!zoom) return;
        const after = svg.getBoundingClientRect();
        const box = pane.getBoundingClientRect();
        const [px, py] = [x ?? box.x + box.width / 2, y ?? box.y + box.height / 2];
        pane.scrollLeft += (px - before.x) / before.width * after.width + after.x - px;
        pane.scrollTop += (py - before.y) / before.height * after.height + after.y - py;
    }
    document.addEventListener("wheel", event => {
        if (!event.ctrlKey || !event.target.closest(".machine")) return;
        event.preventDefault();
        scale(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
    }, { passive: false });
    let drag = null;
    document.addEventListener("pointerdown", event => {
        const pane = event.target.closest(".machine");
        if (pane && event.button === 0) drag = { pane, x: event.clientX, y: event.clientY };
    });
    document.addEventListener("pointermove", event => {
        if (!drag) return;
        drag.pane.classList.add("dragged");
        drag.pane.scrollBy(drag.x - event.clientX, drag.y - event.clientY);
        [drag.x, drag.y] = [event.clientX, event.clientY];
    });
    document.addEventListener("pointerup", () => {
        drag?.pane.classList.remove("dragged");
        drag = null;
    });

    // Search: the index shows what has all the words, in its name, its states or its locals.
    function find() {
        const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        entries.forEach(entry => entry.hidden = !words.every(word => entry.dataset.words.includes(word)));
        if (entries.length) return;
        // With one machine, what has the words lights up.
        light(null);
        if (!words.length) return;
        all(".state, .held").forEach(one => {
            const text = [...one.querySelectorAll(":scope > text, :scope > g > text")].map(text => text.textContent);
            const known = text.join(" ").toLowerCase();
            one.classList.toggle("lit", words.every(word => known.includes(word)));
        });
    }
    search.addEventListener("input", find);

    function theme() {
        const isDark = root.classList.contains("dark")
            || (!root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
        root.classList.toggle("dark", !isDark);
        root.classList.toggle("light", isDark);
    }

    for (const what of ["show-pending", "show-cancel", "show-panic"]) {
        const box = document.getElementById(what);
        box.checked = body.classList.contains(what);
        box.addEventListener("change", () => {
            body.classList.toggle(what, box.checked);
            tell();
        });
    }
    const actions = { poll, undo, restart, theme, larger: () => scale(1.25), smaller: () => scale(0.8), fit: () => scale(0) };
    for (const [id, action] of Object.entries(actions)) {
        document.getElementById(id).addEventListener("click", action);
    }
    const keys = {
        p: poll, ArrowRight: poll, ArrowLeft: undo, Backspace: undo, r: restart, t: theme,
        "+": actions.larger, "-": actions.smaller, 0: actions.fit,
    };
    document.addEventListener("keydown", event => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target === search) {
            if (event.key === "Escape") { search.value = ""; find(); search.blur(); }
            if (event.key === "Enter") {
                const first = entries.find(entry => !entry.hidden);
                if (first) location.hash = first.querySelector("a").hash;
                search.blur();
            }
            return;
        }
        if (event.target.matches("input")) return;
        if (event.key === "/") { event.preventDefault(); search.focus(); return; }
        if (event.key === "Escape") { pinned = null; light(null); return; }
        const choice = running && Number(event.key) > 0 ? ways()[Number(event.key) - 1] : null;
        const action = choice ? () => go(choice) : keys[event.key];
        if (!action) return;
        event.preventDefault();
        action();
    });
    addEventListener("hashchange", show);
    show();
})();
