/**
 * One line of visible text: control characters move a terminal's cursor or colour it, and marks of direction show a text as another one than
 * it is, so neither is passed on.
 */
export function plain(text: string): string {
  return text
    .replace(/[\t\r\n\u2028\u2029]+/g, " ")
    .replace(/[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, "\ufffd")
    .replace(/\p{Cs}/gu, "\ufffd");
}

const htmlEntities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return plain(text).replace(/[&<>"']/g, (each) => htmlEntities[each] ?? each);
}

/**
 * Text for Markdown as GitHub, GitLab and Azure DevOps read it: nothing in it is markup, HTML, a link, a mention of somebody or a reference
 * to an issue. An empty comment parts what these services would find by themselves.
 */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replace(/&/g, "&amp;")
    .replace(/[\\`*_{}[\]<>#|~$^]|:(?=\S)/g, "\\$&")
    .replace(/^(\s*)([-+=])/, "$1\\$2")
    .replace(/@/g, "@<!-- -->")
    .replace(/\\#(?=[\p{L}\p{N}])/gu, "\\#<!-- -->")
    .replace(/www\./gi, (each) => `${each.slice(0, 3)}<!-- -->.`)
    .replace(/^(\s*)(\d+)\./, "$1$2\\.");
}
