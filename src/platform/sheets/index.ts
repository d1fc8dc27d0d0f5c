export { CSV_MARK, csvLine } from './csv.ts'
export { xlsxOf, type Sheet, type SheetNumber, type SheetRow, type SheetValue } from './xlsx.ts'
