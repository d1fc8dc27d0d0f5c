import type { Channel, SalesPlace } from '#contract/channels.ts'

// Kuih Kak Ros, Kota Bharu: six weeks, written down row by row. There is too little of it to be drawn by chance, and
// every sum can be made by hand (docs/guides/demo.md does). Amounts are in sen; days count back from today, so that
// she is six weeks old whenever she is opened and nothing lies ahead.

export const ZONE = 'Asia/Kuala_Lumpur'
/** Six weeks ago. */
export const BEGUN = 42

/** Kak Ros: RM30,000 a year over 2,400 hours. */
export const ROS = { name: 'Kak Ros', yearly: 3_000_000, hours: 2_400, hourly: 1_250 }

export const products = {
  box: { name: 'Kotak kuih campur, 12 biji', price: 1_850, cost: 785 },
  serunding: { name: 'Serunding daging, 100 g', price: 2_490, cost: 1_120 },
} as const

/** What Shopee Malaysia keeps of a sale of serunding: commission and transaction fee, RM2.71. */
export const SHOPEE_FEES = 271
/** What an order leaves: RM10.65 in the chat, RM10.99 through Shopee. */
export const CONTRIBUTION: Record<RosOrder['product'], number> = {
  box: products.box.price - products.box.cost,
  serunding: products.serunding.price - products.serunding.cost - SHOPEE_FEES,
}

export interface RosOrder {
  daysAgo: number
  time: string
  /** Null where nothing brought it. */
  channel: Channel | null
  product: keyof typeof products
  salesPlace: SalesPlace
  /** Index into `buyers`; null on Shopee, which names nobody. */
  buyer: number | null
  /** What the buyer answered. Who tells of word of mouth was asked: that is how it is known. */
  said?: { channel: Channel; detail?: string }
}

// 011-0000 xxxx: written so that no real number is meant.
export const buyers = ['Kak Yah', 'Cik Nor', 'Mek Su', 'Abe Man', 'Puan Hasnah', 'Kak Zah', 'Cikgu Aida', 'Mok Nab', 'Siti'].map((name, index) => ({
  name,
  phone: `0110000${1_000 + index}`,
}))

const inChat = (daysAgo: number, time: string, channel: Channel, buyer: number, said?: RosOrder['said']): RosOrder => ({
  daysAgo,
  time,
  channel,
  product: 'box',
  salesPlace: 'chat',
  buyer,
  ...(said && { said }),
})
const onShopee = (daysAgo: number, time: string, said?: RosOrder['said']): RosOrder => ({
  daysAgo,
  time,
  channel: said?.channel ?? null,
  product: 'serunding',
  salesPlace: 'shopee',
  buyer: null,
  ...(said && { said }),
})

export const orders: readonly RosOrder[] = [
  inChat(38, '20:15', 'whatsapp', 0),
  onShopee(37, '09:40'),
  inChat(31, '12:05', 'facebook', 1),
  inChat(30, '19:30', 'whatsapp', 2),
  inChat(24, '21:10', 'whatsapp', 0),
  onShopee(22, '14:20'),
  inChat(18, '17:45', 'instagram', 3),
  inChat(17, '20:50', 'whatsapp', 4, { channel: 'whatsapp' }),
  inChat(15, '10:30', 'word-of-mouth', 5, { channel: 'word-of-mouth', detail: 'Kak Yah' }),
  inChat(11, '19:05', 'whatsapp', 2),
  inChat(9, '16:00', 'word-of-mouth', 6, { channel: 'word-of-mouth', detail: 'jiran' }),
  onShopee(8, '11:55'),
  inChat(5, '18:25', 'instagram', 7),
  inChat(4, '20:40', 'whatsapp', 0),
  inChat(3, '13:15', 'word-of-mouth', 8, { channel: 'word-of-mouth', detail: 'Cik Nor' }),
  onShopee(2, '22:35', { channel: 'tiktok' }),
]

export interface RosMinutes {
  daysAgo: number
  channel: Channel
  minutes: number
  footing: 'timer' | 'evening' | 'guess'
  activity: 'write' | 'answer' | 'outside' | 'talk'
}

const evening = (daysAgo: number, channel: Channel, minutes: 30 | 60): RosMinutes => ({ daysAgo, channel, minutes, footing: 'evening', activity: 'outside' })
const timed = (daysAgo: number, channel: Channel, minutes: number, activity: 'write' | 'answer'): RosMinutes => ({ daysAgo, channel, minutes, footing: 'timer', activity })
const talked = (daysAgo: number, minutes: number): RosMinutes => ({ daysAgo, channel: 'word-of-mouth', minutes, footing: 'guess', activity: 'talk' })

/** 552 minutes. Each entry is a multiple of six, which is worth RM1.25: no sum has half a sen. */
export const minutes: readonly RosMinutes[] = [
  evening(41, 'facebook', 30),
  timed(40, 'whatsapp', 24, 'answer'),
  evening(34, 'facebook', 30),
  timed(33, 'whatsapp', 48, 'answer'),
  evening(26, 'instagram', 30),
  timed(25, 'whatsapp', 18, 'answer'),
  evening(20, 'instagram', 60),
  timed(19, 'whatsapp', 30, 'answer'),
  talked(16, 12),
  evening(13, 'instagram', 30),
  timed(12, 'whatsapp', 30, 'answer'),
  evening(10, 'tiktok', 30),
  talked(9, 30),
  timed(6, 'instagram', 42, 'write'),
  timed(5, 'whatsapp', 48, 'answer'),
  evening(3, 'tiktok', 60),
]

export const costs: readonly { daysAgo: number; channel: Channel; kind: 'ads'; amount: number; note: string }[] = [
  { daysAgo: 27, channel: 'facebook', kind: 'ads', amount: 1_000, note: 'Siaran dipromosikan' },
]

/** By the network of the account it was posted from. */
export const posts: readonly { daysAgo: number; time: string; network: 'facebook' | 'instagram' | 'tiktok' | 'whatsapp-status'; text: string }[] = [
  { daysAgo: 41, time: '20:00', network: 'facebook', text: 'Kuih Kak Ros sudah ada di Facebook. Akok, jala mas, seri muka: tempah sehari awal.' },
  { daysAgo: 34, time: '20:30', network: 'facebook', text: 'Kotak campur hari Jumaat: akok, tahi itik, puteri mandi. Ambil di Wakaf Siku.' },
  { daysAgo: 26, time: '21:00', network: 'instagram', text: 'Akok panas dari acuan tembaga, bau sampai ke rumah jiran.' },
  { daysAgo: 20, time: '20:45', network: 'instagram', text: 'Jala mas ditarik satu-satu dengan tangan. Sabar itu manis.' },
  { daysAgo: 13, time: '06:40', network: 'instagram', text: 'Esok ada lima kotak sahaja. Siapa cepat?' },
  { daysAgo: 12, time: '07:10', network: 'whatsapp-status', text: 'Serunding daging dibungkus pagi ini, tahan dua minggu.' },
  { daysAgo: 10, time: '21:15', network: 'tiktok', text: 'Macam mana jala mas dibuat, 30 saat.' },
  { daysAgo: 6, time: '06:35', network: 'instagram', text: 'Puteri mandi untuk kenduri kecil: 40 biji, tempah tiga hari awal.' },
  { daysAgo: 3, time: '21:00', network: 'tiktok', text: 'Acuan akok nenek, umurnya 50 tahun.' },
]

/** As she noted them: in the third week, and the other day. */
export const followers: readonly { daysAgo: number; channel: Channel; followers: number }[] = [
  { daysAgo: 25, channel: 'facebook', followers: 96 },
  { daysAgo: 25, channel: 'instagram', followers: 31 },
  { daysAgo: 2, channel: 'facebook', followers: 112 },
  { daysAgo: 2, channel: 'instagram', followers: 64 },
  { daysAgo: 2, channel: 'tiktok', followers: 23 },
]

/** Visits to her page in each of the six weeks, by channel. */
export const visitsPerWeek: Partial<Record<Channel, readonly number[]>> = {
  facebook: [5, 4, 9, 3, 2, 2],
  whatsapp: [2, 3, 3, 4, 4, 5],
  instagram: [0, 0, 2, 4, 5, 6],
  tiktok: [0, 0, 0, 0, 3, 4],
  'word-of-mouth': [0, 0, 0, 1, 1, 2],
}
