// Where one is, as the part of the page's address after "#": a conversation, and a message in it.

const PLACE = /^#([\w-]+)(?:\/p(\d+)(\d{6}))?$/;
const PERMALINK = /^\/archives\/(\w+)\/(p\d{16})$/;
const PERSON = "person";

/** {id, ts} of "#C0AMAZON01/p1700000000123456"; without a message, `ts` is null. */
export function placeIn(hash) {
  const [, id, seconds, micros] = PLACE.exec(hash) ?? [];
  return { id: id ?? null, ts: seconds ? `${seconds}.${micros}` : null };
}

/** The "#…" of a message's own address in this local Slack; null for all other addresses. */
export function insideOf(url) {
  if (!URL.canParse(url)) return null;
  const { origin, pathname } = new URL(url);
  const [, id, message] = PERMALINK.exec(pathname) ?? [];
  return origin === location.origin && id ? `#${id}/${message}` : null;
}

/** Who one is here: as the address says, else as last in this browser. */
export function personAsked() {
  return new URLSearchParams(location.search).get("user") ?? localStorage.getItem(PERSON);
}

export function rememberPerson(id) {
  localStorage.setItem(PERSON, id);
}

export function forgetPerson() {
  localStorage.removeItem(PERSON);
}

/** Goes to a place inside, also where one is there already. */
export function goTo(hash) {
  if (location.hash === hash) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}

/** Another person is another page: nothing of the one before stays. */
export function becomePerson(id) {
  const address = new URL(location.href);
  address.searchParams.set("user", id);
  location.assign(address);
}
