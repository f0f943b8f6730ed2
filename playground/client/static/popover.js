// A list that opens at an element, above everything else, and stays inside the window.

const GAP = 4;
const MARGIN = 8;

/** Shows `panel`, a child of the same dialog or page as `anchor`, below or above it. */
export function openAt(panel, anchor) {
  if (!panel.matches(":popover-open")) panel.showPopover();
  place(panel, anchor);
}

export function closePanel(panel) {
  if (panel.matches(":popover-open")) panel.hidePopover();
}

function place(panel, anchor) {
  const box = anchor.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - MARGIN;
  const above = box.top - MARGIN;
  const goesUp = below < 220 && above > below;
  panel.style.maxHeight = `${Math.min(360, (goesUp ? above : below) - GAP)}px`;
  panel.style.minWidth = `${Math.min(box.width, window.innerWidth - 2 * MARGIN)}px`;
  const left = Math.min(box.left, window.innerWidth - panel.offsetWidth - MARGIN);
  panel.style.left = `${Math.max(MARGIN, left)}px`;
  panel.style.top = goesUp ? "auto" : `${box.bottom + GAP}px`;
  panel.style.bottom = goesUp ? `${window.innerHeight - box.top + GAP}px` : "auto";
}

/** Keeps an open panel at its anchor, and closes it when a press lands elsewhere. */
export function follow(panel, anchor, close) {
  const over = new AbortController();
  const listening = { capture: true, signal: over.signal };
  const isInside = (target) => panel.contains(target) || anchor.contains(target);
  const onPress = (event) => isInside(event.target) || close();
  const onMove = (event) => panel.contains(event.target) || place(panel, anchor);
  document.addEventListener("pointerdown", onPress, listening);
  document.addEventListener("scroll", onMove, listening);
  window.addEventListener("resize", () => place(panel, anchor), listening);
  return () => over.abort();
}
