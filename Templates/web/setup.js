// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
"use strict";
(() => {
  const page = document.documentElement;
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const memory = (work) => { try { return work(localStorage); } catch { return null; } };

  // The language that was chosen last time, unless the address of the page names one.
  all("[data-lang]").forEach((item) => item.addEventListener("click", () =>
    memory((store) => store.setItem("lang", item.dataset.lang))));
  const wanted = memory((store) => store.getItem("lang"));
  const link = all("a[data-lang]").find((item) => item.dataset.lang === wanted);
  if (link && "first" in page.dataset && !/[?&]lang=/.test(location.search)) {
    location.replace(link.getAttribute("href") + location.hash);
    return;
  }

  // An iPad calls itself a Mac, but it has a touch screen.
  const mac = document.getElementById("mac");
  const iphone = document.getElementById("iphone");
  if (mac && iphone && navigator.maxTouchPoints > 1 && /Macintosh/.test(navigator.userAgent)) {
    if ("inHand" in mac.dataset) {
      mac.open = false;
      iphone.open = true;
    }
    mac.before(iphone);
  }

  // Values to copy.
  const status = document.getElementById("status");
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
  };
  // Of a table each label with its values; of a cell the words beside the buttons.
  const words = (place) => Array.from(place.childNodes)
    .filter((part) => part.nodeName !== "BUTTON" && part.nodeName !== "SMALL")
    .map((part) => part.nodeName === "BR" ? " " : part.textContent).join("").trim();
  const textOf = (place) => place.matches("table")
    ? [place.caption.textContent].concat(Array.from(place.rows)
      .map((row) => Array.from(row.cells).map(words).join(": "))).join("\n")
    : place.textContent;
  const prepare = (button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const value = button.previousElementSibling;
      await copied(value ? textOf(value) : "");
      button.focus();
      const word = button.textContent;
      if (!status || word === status.dataset.done) return;
      status.textContent = "";
      status.textContent = status.dataset.done;
      button.textContent = status.dataset.done;
      setTimeout(() => { button.textContent = word; }, 1500);
    });
  };
  all("button.copy").forEach(prepare);

  // An address after the # is never sent: it goes into the form, and out of the history.
  const form = document.getElementById("ask");
  const field = document.getElementById("address");
  if (!form || !field) return;
  const fill = (address) => {
    const at = address.lastIndexOf("@");
    if (at < 1 || address.slice(at + 1).toLowerCase() !== page.dataset.domain) return false;
    all("[data-fill]").forEach((place) => {
      place.textContent = place.dataset.fill === "address" ? address : address.slice(0, at);
      place.className = "filled";
      const button = place.nextElementSibling;
      if (button && button.matches("button.copy")) button.hidden = false;
    });
    return true;
  };
  if ("domain" in page.dataset) {
    // A page without a server: it looks at the browser and fills itself.
    const agent = navigator.userAgent;
    const hand = /iPhone|iPad/.test(agent) ? iphone : /Macintosh/.test(agent) ? mac
      : document.getElementById(/Android/.test(agent) ? "android"
        : /Linux|X11|CrOS/.test(agent) ? "linux" : "computer");
    if (hand && !iphone.open) {
      all("details[data-in-hand]").forEach((part) => { part.open = false; });
      hand.open = true;
    }
    form.hidden = false;
    const problem = document.getElementById("problem");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      problem.hidden = fill(field.value.trim());
      if (!problem.hidden) field.focus();
    });
  }
  let address = "";
  try { address = decodeURIComponent(location.hash.slice(1)); } catch { address = ""; }
  if (address.includes("@") && !field.value) {
    field.value = address;
    history.replaceState(null, "", location.pathname + location.search);
    form.requestSubmit();
  }
})();
