import type { Channel } from '#contract/channels.ts'
import type { AdNetwork } from '#contract/ads-reports.ts'

export type AdField = 'campaign' | 'adSet' | 'day' | 'from' | 'to' | 'spent' | 'currency' | 'platform'

/**
 * What each ads manager calls its columns in English, Indonesian and Malay; matched without case, and without the
 * currency that stands behind an amount: `Amount spent (IDR)`.
 */
export const columnsOfNetwork: Record<AdNetwork, Readonly<Record<AdField, readonly string[]>>> = {
  meta: {
    campaign: ['Campaign name', 'Nama kampanye', 'Nama kempen'],
    adSet: ['Ad set name', 'Nama set iklan'],
    day: ['Day', 'Hari', 'Date', 'Tanggal', 'Tarikh'],
    from: ['Reporting starts', 'Awal pelaporan', 'Laporan mulai', 'Mulai pelaporan', 'Permulaan pelaporan', 'Laporan bermula', 'Pelaporan bermula'],
    to: ['Reporting ends', 'Akhir pelaporan', 'Laporan selesai', 'Pelaporan berakhir', 'Akhir laporan', 'Laporan tamat', 'Pelaporan tamat'],
    spent: ['Amount spent', 'Jumlah yang dibelanjakan', 'Jumlah dibelanjakan', 'Amaun yang dibelanjakan', 'Amaun dibelanjakan'],
    currency: ['Currency', 'Mata uang', 'Mata wang'],
    platform: ['Platform', 'Placement', 'Penempatan'],
  },
  tiktok: {
    campaign: ['Campaign name', 'Campaign', 'Nama kampanye', 'Nama kempen'],
    adSet: ['Ad group name', 'Nama grup iklan', 'Nama kumpulan iklan'],
    day: ['By Day', 'Day', 'Date', 'Stat time day', 'Hari', 'Per hari', 'Berdasarkan hari', 'Mengikut hari', 'Tanggal', 'Tarikh'],
    from: ['Start date', 'Tanggal mulai', 'Tarikh mula'],
    to: ['End date', 'Tanggal selesai', 'Tanggal berakhir', 'Tarikh tamat'],
    spent: ['Cost', 'Total cost', 'Biaya', 'Total biaya', 'Kos', 'Jumlah kos'],
    currency: ['Currency', 'Mata uang', 'Mata wang'],
    platform: [],
  },
}

/** Messenger and the Audience Network are paid for and bought with Facebook. Null where the words name none of ours. */
export function channelOfPlatform(words: string): Channel | null {
  if (/instagram/i.test(words)) return 'instagram'
  if (/threads/i.test(words)) return 'threads'
  if (/whatsapp/i.test(words)) return 'whatsapp'
  if (/facebook|messenger|audience network/i.test(words)) return 'facebook'
  return null
}

/** What stands in the place of a campaign's name in the row that sums up the whole report: `Total of 12 results`. */
export const isTotal = (words: string): boolean =>
  /^(total|grand total|jumlah total|jumlah keseluruhan|[-–]?)$|^(total|jumlah) (of|dari|daripada) [\d.,]+ /i.test(words)

/** What stands in the place of a day or platform in a row that sums up the others of its campaign. */
export const isAll = (words: string): boolean => isTotal(words) || /^(all|semua)$/i.test(words)
