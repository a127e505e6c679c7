import { escapeHtml } from '../http/escapeHtml.ts';

export function link(href: string, text: string): string {
  return `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
}

export function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}
