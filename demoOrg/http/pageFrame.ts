import { escapeHtml } from './escapeHtml.ts';

const style = `
:root { color-scheme: light dark; --back: #f7f8fa; --sheet: #fff; --ink: #1c2430; --quiet: #5b6675; --line: #dde2e9; --accent: #2457d6;
  --problem: #b3261e; --warning: #b26a00; }
@media (prefers-color-scheme: dark) {
  :root { --back: #14171c; --sheet: #1c2027; --ink: #e6e9ee; --quiet: #9aa5b4; --line: #313845; --accent: #8fb0ff;
    --problem: #ff9d94; --warning: #e8b057; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 32px 24px 64px; }
main.narrow { max-width: 400px; padding-top: 12vh; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 8px; }
h2 { font-size: 16px; margin: 32px 0 8px; }
p { margin: 0 0 12px; max-width: 75ch; }
a { color: var(--accent); }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
nav { display: flex; gap: 16px; margin: 12px 0; }
.quiet { color: var(--quiet); }
.problem { color: var(--problem); }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--line); white-space: nowrap; }
td { max-width: 42ch; overflow: hidden; text-overflow: ellipsis; }
th { color: var(--quiet); font-weight: 600; font-size: 13px; }
tr:last-child td, tbody tr:last-child th { border-bottom: 0; }
.number { text-align: right; }
table.record td { white-space: pre-wrap; max-width: none; }
table.record th { width: 24ch; vertical-align: top; }
form.sheet { padding: 24px; }
label { display: block; font-weight: 600; margin-bottom: 4px; }
input:not([type=hidden]) { width: 100%; padding: 8px; margin-bottom: 16px; font: inherit; color: inherit; background: var(--back); }
input:not([type=hidden]) { border: 1px solid var(--quiet); border-radius: 4px; }
button { font: inherit; font-weight: 600; min-height: 36px; padding: 4px 16px; border-radius: 4px; border: 1px solid var(--accent); cursor: pointer; }
button { background: var(--accent); color: var(--sheet); }
button.plain { background: transparent; color: var(--accent); }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 0 24px; }
.halves section { display: flex; flex-direction: column; }
.halves .sheet { flex: 1; }
.padded, form.padded { padding: 16px; }
.padded ul { margin: 0 0 12px; padding-left: 20px; }
.limit + .limit { margin-top: 14px; }
.limit > div:first-child { display: flex; justify-content: space-between; gap: 16px; font-variant-numeric: tabular-nums; }
.bar { height: 6px; border-radius: 3px; background: var(--line); margin-top: 4px; overflow: hidden; }
.limit > div:first-child span:last-child { white-space: nowrap; }
.bar > div { height: 100%; min-width: 2px; background: var(--accent); border-radius: 3px; }
.bar.high > div { background: var(--warning); }
.bar.unused > div { min-width: 0; }
.bar.full > div { background: var(--problem); }
.head { display: flex; align-items: baseline; justify-content: space-between; }
.state { display: flex; align-items: start; justify-content: space-between; gap: 16px; margin-bottom: 12px; }
.state > * { margin: 0; }
.buttons { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 232px), 1fr)); gap: 8px; }
.buttons button { font-weight: 500; font-size: 14px; text-align: left; padding: 4px 12px; }
details { margin-top: 12px; }
summary { color: var(--quiet); cursor: pointer; padding: 4px 0; width: fit-content; }
summary:hover { color: var(--accent); }
details[open] summary { margin-bottom: 4px; }
.buttons button.plain { border-color: var(--line); color: var(--ink); }
.buttons button.plain:hover { border-color: var(--accent); color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

/** A whole page. `body` is HTML that is escaped already, `title` is plain text. */
export function pageFrame(title: string, body: string, isNarrow = false): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main${isNarrow ? ' class="narrow"' : ''}>${body}</main></body></html>`;
}
