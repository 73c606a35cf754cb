/** The types of what the page uses of lit-html, for its check by tsc. */
export type TemplateResult = { readonly ['_$litType$']: number, strings: TemplateStringsArray, values: unknown[] };
export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export const nothing: unique symbol;
export function render(value: unknown, container: HTMLElement): unknown;
