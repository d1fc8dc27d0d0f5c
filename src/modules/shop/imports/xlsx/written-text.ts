/** Signs that XML has no way to write stand in a workbook's texts by their number: `_x000D_`; the mark itself as `_x005F_`. */
export const writtenText = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text
