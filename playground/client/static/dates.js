// Dates as the reader's own place and language write them.

const DAY = { year: "numeric", month: "long", day: "numeric" };
const SHAPES = {
  date: DAY,
  date_short: { ...DAY, month: "short" },
  date_long: { ...DAY, weekday: "long" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};
const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** A `reader` is {locale, timeZone, now()}; all times are Unix seconds. */
export function formatDate(ts, pattern, reader) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => part(ts, name, reader) ?? whole);
}

function part(ts, name, reader) {
  if (name === "date_num") return dayKey(ts, reader);
  if (name === "ago") return ago(ts, reader);
  const plain = name.replace(/_pretty$/, "");
  if (!(plain in SHAPES)) return null;
  const near = name === plain ? null : nearDay(ts, reader);
  return near ?? shaped(ts, SHAPES[plain], reader);
}

function shaped(ts, shape, { locale, timeZone }) {
  return new Intl.DateTimeFormat(locale, { ...shape, timeZone }).format(ts * 1000);
}

/** The day as 2026-03-01 in the reader's time zone. */
export function dayKey(ts, { timeZone }) {
  const shape = { year: "numeric", month: "2-digit", day: "2-digit", timeZone };
  return new Intl.DateTimeFormat("en-CA", shape).format(ts * 1000);
}

/** "yesterday", "today" or "tomorrow" in the reader's language, else null. */
export function nearDay(ts, reader) {
  const days = (Date.parse(dayKey(ts, reader)) - Date.parse(dayKey(reader.now(), reader))) / 864e5;
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: "auto" }).format(days, "day");
}

function ago(ts, reader) {
  const seconds = ts - reader.now();
  const words = new Intl.RelativeTimeFormat(reader.locale, { numeric: "auto" });
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  if (!step) return words.format(0, "minute");
  return words.format(Math.round(seconds / step[1]), step[0]);
}

export function clockTime(ts, reader) {
  return formatDate(ts, "{time}", reader);
}

/** A line between days: "Today" or "Sunday, March 1, 2026". */
export function dayName(ts, reader) {
  const name = formatDate(ts, "{date_long_pretty}", reader);
  return name.charAt(0).toLocaleUpperCase(reader.locale) + name.slice(1);
}
