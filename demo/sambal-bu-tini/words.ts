import type { ChangeStory } from '#contract/stage.ts'
import type { Stage } from '#contract/coach.ts'

// What Bu Tini says in her own words, at the turns of her story.

/** Month 6, angry: she answers as she would like it to be. It comes out at 5; her behaviour says 3. */
export const selfTestOfMonthSix: Record<string, string> = {
  q0: '5',
  q1: '5',
  q2: '5',
  q3: '5',
  q4: '4',
  q5: '3',
  q6: '4',
  q7: '4',
  q8: '5',
  q9: '5',
  q10: '5',
  q11: '5',
  q12: '5',
}

export const disagreement: { placed: Stage; why: string } = {
  placed: 5,
  why: 'saya menulis hampir tiap malam, sampai dua jam. Pengikut sudah 800. Jadi apa?',
}

/** On the first Monday of month 6. */
export const resolution = {
  autopostOff: true,
  hour: '06:30',
  people: ['Bu Sri', 'Mbak Ayu', 'Pak RT'],
}

/** Month 14, for the traders of Kotagede. */
export const caseStudy: ChangeStory = {
  headline: 'Dari pasar Kotagede, setengah jam sehari',
  words:
    'Saya berjualan sambal di Pasar Kotagede. Setahun lalu saya mencoba media sosial seperti kata orang: menulis tiap malam, berjam-jam, dan hasilnya nihil. Pengikut banyak, pesanan tidak.\n\nLalu saya berhenti mengirim otomatis, memilih setengah jam tiap pagi, dan menjawab orang. Saya tempel QR di stoples dan bertanya kepada setiap pembeli: tahu dari mana? Ternyata dari teman.\n\nSekarang saya tahu kiriman mana yang membawa pesanan, dan mana yang hanya ramai. Kalau Anda ragu seperti saya dulu, mulailah dari menjawab.',
  tools: [
    { name: 'Status WhatsApp', why: 'Pelanggan saya sudah ada di sana.' },
    { name: 'QR di stoples', why: 'Dicetak sekali, bekerja tiap hari.' },
    { name: 'Kicau', why: 'Menghitung jam saya juga, bukan hanya pengikut.' },
  ],
  figures: ['orders', 'profit', 'paid-back', 'hours', 'word-of-mouth', 'first-reply'],
  published: true,
}
