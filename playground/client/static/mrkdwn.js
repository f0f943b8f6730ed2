// Slack's mrkdwn as a tree of plain objects. Nothing here touches the page.

const MARKS = { "*": "bold", _: "italic", "~": "strike" };
const EMOJI = /:([a-z0-9_+'-]+):/y;
const ADDRESS = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"*_~]/y;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

export function unescapeText(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** Blocks of a text: {type: "pre" | "quote" | "bullet" | "line", children}. */
export function parse(text) {
  return text.split(/```/).flatMap((part, index) => {
    if (index % 2 === 1) return [{ type: "pre", text: unescapeText(part.replace(/^\n|\n$/g, "")) }];
    return lines(part);
  });
}

function lines(part) {
  if (part.trim() === "") return [];
  const blocks = part
    .replace(/^\n|\n$/g, "")
    .split("\n")
    .map(line);
  return blocks.reduce(joinQuotes, []);
}

function line(text) {
  const quote = /^(?:&gt;|>) ?/.exec(text);
  if (quote) return { type: "quote", lines: [inline(text.slice(quote[0].length))] };
  const bullet = /^(\s*)([•◦▪]|\d+\.) +/.exec(text);
  if (bullet) {
    return { type: "bullet", mark: bullet[2], children: inline(text.slice(bullet[0].length)) };
  }
  return { type: "line", children: inline(text) };
}

function joinQuotes(blocks, block) {
  const last = blocks.at(-1);
  if (block.type === "quote" && last?.type === "quote") last.lines.push(...block.lines);
  else blocks.push(block);
  return blocks;
}

/** One line of text as a list of {type, …}. */
export function inline(text) {
  const found = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token) {
      pushText(found, plain);
      plain = "";
      found.push(token.node);
      at = token.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  pushText(found, plain);
  return found;
}

function pushText(found, text) {
  if (text) found.push({ type: "text", text: unescapeText(text) });
}

function tokenAt(text, at) {
  const char = text[at];
  if (char === "<") return controlAt(text, at);
  if (char === "`") return codeAt(text, at);
  if (char in MARKS) return markAt(text, at);
  if (char === ":") return matchAt(EMOJI, text, at, (m) => ({ type: "emoji", name: m[1] }));
  if (char === "h") return matchAt(ADDRESS, text, at, addressNode);
  return null;
}

function matchAt(pattern, text, at, node) {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match && { node: node(match), end: pattern.lastIndex };
}

function addressNode([address]) {
  const url = unescapeText(address);
  return { type: "link", url, children: [{ type: "text", text: url }] };
}

function codeAt(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: { type: "code", text: unescapeText(text.slice(at + 1, end)) }, end: end + 1 };
}

function markAt(text, at) {
  const mark = text[at];
  if (isWordLike(text[at - 1]) || !text[at + 1] || /\s/.test(text[at + 1])) return null;
  const end = closingMark(text, mark, at + 1);
  if (end === -1) return null;
  return { node: { type: MARKS[mark], children: inline(text.slice(at + 1, end)) }, end: end + 1 };
}

function closingMark(text, mark, from) {
  let at = from;
  while (at < text.length) {
    const skipped = text[at] === "<" || text[at] === "`" ? tokenAt(text, at) : null;
    const closes = text[at] === mark && at > from && !/\s/.test(text[at - 1]);
    if (closes && !isWordLike(text[at + 1])) return at;
    at = skipped ? skipped.end : at + 1;
  }
  return -1;
}

function isWordLike(char) {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

function controlAt(text, at) {
  const end = text.indexOf(">", at);
  if (end === -1) return null;
  const [target, ...rest] = text.slice(at + 1, end).split("|");
  const node = control(target, rest.join("|"));
  return node && { node, end: end + 1 };
}

function control(target, label) {
  if (target.startsWith("@")) return { type: "user", id: target.slice(1), label };
  if (target.startsWith("#")) return { type: "channel", id: target.slice(1), label };
  if (target.startsWith("!")) return special(target.slice(1), label);
  if (!/^(https?:|mailto:|tel:)/i.test(target)) return null;
  const url = unescapeText(target);
  return { type: "link", url, children: label ? inline(label) : [{ type: "text", text: url }] };
}

function special(target, label) {
  const [name, ts, pattern, url] = target.split("^");
  if (name !== "date")
    return { type: "broadcast", name: label || name.replace(/^subteam$/, "group") };
  const fallback = unescapeText(label);
  return { type: "date", ts: Number(ts), pattern: unescapeText(pattern ?? ""), url, fallback };
}
