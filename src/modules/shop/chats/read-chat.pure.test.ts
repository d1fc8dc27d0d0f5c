import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChat } from './read-chat.ts'

describe('readChat', () => {
  it.each([
    ['Android, Indonesian', '13/07/26 09.15 - Siti: Halo\n13/07/26 21.05 - Bu Tini: Ya', ['2026-07-13 09:15:00', '2026-07-13 21:05:00']],
    ['Android, with a comma', '13/07/2026, 09:15 - Siti: Halo\n13/07/2026, 21:05 - Bu Tini: Ya', ['2026-07-13 09:15:00', '2026-07-13 21:05:00']],
    ['Android, American', '7/13/26, 9:15 AM - Siti: Halo\n7/13/26, 9:05 PM - Bu Tini: Ya', ['2026-07-13 09:15:00', '2026-07-13 21:05:00']],
    ['Android, Malay', '13/7/26, 9:15 PG - Siti: Halo\n13/7/26, 9:05 PTG - Bu Tini: Ya', ['2026-07-13 09:15:00', '2026-07-13 21:05:00']],
    ['Android, Malaysian English', '13/07/2026, 9:15\u202fam - Siti: Halo\n13/07/2026, 9:05\u202fpm - Bu Tini: Ya', ['2026-07-13 09:15:00', '2026-07-13 21:05:00']],
    ['iOS, Indonesian', '\u200e[13/07/26 09.15.33] Siti: Halo\n[13/07/26 21.05.02] ~\u202fBu Tini: Ya', ['2026-07-13 09:15:33', '2026-07-13 21:05:02']],
    ['iOS, English', '[13/07/2026, 9:15:33\u202fAM] Siti: Halo\n[13/07/2026, 9:05:02\u202fPM] Bu Tini: Ya', ['2026-07-13 09:15:33', '2026-07-13 21:05:02']],
    ['Android, a thin space', '13/7/26, 9:15\u2009AM - Siti: Halo\n13/7/26, 9:05\u2009PM - Bu Tini: Ya', ['2026-07-13 09:15:00', '2026-07-13 21:05:00']],
    ['hours from 1 to 24', '13/07/26 24.15 - Siti: Halo\n13/07/26 21.05 - Bu Tini: Ya', ['2026-07-13 00:15:00', '2026-07-13 21:05:00']],
    ['noon and midnight', '13/07/26, 12:15 AM - Siti: Halo\n13/07/26, 12:05 PM - Bu Tini: Ya', ['2026-07-13 00:15:00', '2026-07-13 12:05:00']],
  ])('%s', (_name, text, times) => {
    const messages = readChat(text)!
    expect(messages.map(({ day, time, from }) => [`${day} ${time}`, from])).toEqual([
      [times[0], 'Siti'],
      [times[1], 'Bu Tini'],
    ])
  })

  it('keeps the lines of a message together, and what the app says out', () => {
    const text = ['13/07/26 09.00 - Pesan dan panggilan dienkripsi secara end-to-end.', '13/07/26 09.15 - +62 812-3456-7890: Pesan:', '2 sambal', '', '[catatan] pagi: ya', '13/07/26 09.16 - Bu Tini: Total: Rp56.000'].join('\r\n')
    expect(readChat(text)).toEqual([
      { line: 2, day: '2026-07-13', time: '09:15:00', from: '+62 812-3456-7890', text: 'Pesan:\n2 sambal\n\n[catatan] pagi: ya' },
      { line: 6, day: '2026-07-13', time: '09:16:00', from: 'Bu Tini', text: 'Total: Rp56.000' },
    ])
  })

  it("takes nothing of the app's for a message or a sender", () => {
    const ios = ['[13/07/26 09.00.00] Arisan: \u200ePesan dan panggilan dienkripsi secara end-to-end.', '[13/07/26 09.00.01] Arisan: \u200eBu Tini membuat grup ini', '[13/07/26 09.15.33] Siti: Pagi', '\u200e[13/07/26 09.16.00] Siti: \u200egambar tidak disertakan', '[13/07/26 09.17.00] Siti: Pesan 2 \u200e<Pesan ini diedit>']
    expect(readChat(ios.join('\n'))!.map(({ from, text }) => [from, text])).toEqual([['Siti', 'Pagi'], ['Siti', 'Pesan 2']])
    const android = ['13/07/26 09.15 - Siti mengubah subjek dari "Arisan: A" menjadi "Arisan: B"', '13/07/26 09.15 - Bu Tini menambahkan +62 812-3456-7890']
    const empty = ['Pesan ini telah dihapus', 'Anda menghapus pesan ini', 'Mesej ini telah dipadamkan', 'Anda memadamkan mesej ini', 'This message was deleted', 'You deleted this message', '<Media tidak disertakan>', '<Media tidak dimasukkan>', '<Media omitted>', 'null', 'order.pdf (file terlampir)', 'IMG-1.jpg (file attached)', 'senarai.docx (fail dilampirkan)']
    const messages = readChat([...android, ...empty.map((text) => `13/07/26 09.15 - Siti: ${text}`), '13/07/26 09.16 - Siti: IMG-2.jpg (file attached)', 'mau yang ini'].join('\n'))!
    expect(new Set(messages.map(({ from }) => from))).toEqual(new Set(['Siti']))
    expect(messages.map(({ text }) => text)).toEqual([...empty.map(() => ''), 'mau yang ini'])
  })

  it('tells by the order of its days what comes first where both would do', () => {
    const months = ['07/01/26, 09:00 - A: x', '08/01/26, 09:00 - A: y', '08/02/26, 09:00 - A: z']
    expect(readChat(months.join('\n'))!.map(({ day }) => day)).toEqual(['2026-01-07', '2026-01-08', '2026-02-08'])
    const american = ['1/7/26, 9:00 AM - A: x', '1/8/26, 9:00 AM - A: y', '2/1/26, 9:00 AM - A: z', '2/2/26, 9:00 AM - A: z']
    expect(readChat(american.join('\n'))!.map(({ day }) => day)).toEqual(['2026-01-07', '2026-01-08', '2026-02-01', '2026-02-02'])
  })

  it('says that a text is no export', () => {
    for (const text of ['', 'Halo Bu', 'No. Pesanan;Status\n1;Selesai', '[catatan] 13/07/26 beli gula']) expect(readChat(text)).toBeNull()
  })

  it('gives back what any two people wrote, in any of the spellings', () => {
    const spellings = [
      ({ y, m, d, h, n }: Record<string, string>) => `${d}/${m}/${y} ${h}.${n} - `,
      ({ y, m, d, h, n }: Record<string, string>) => `${m}/${d}/${y}, ${h}:${n} - `,
      ({ y, m, d, h, n }: Record<string, string>) => `[${d}/${m}/${y}, ${h}:${n}:00] `,
    ]
    const line = fc.stringMatching(/^[A-Za-z0-9 ,.?!:()-]{1,40}$/).filter((text) => text.trim() === text && text !== '')
    fc.assert(
      fc.property(fc.constantFrom(...spellings), fc.array(fc.tuple(fc.constantFrom('Siti', 'Bu Tini'), line), { minLength: 1, maxLength: 12 }), (spelled, said) => {
        // From the 13th on, so that a month can't be meant.
        const stamp = (nth: number) => spelled({ y: '2026', m: '07', d: String(13 + Math.floor(nth / 2)), h: '10', n: String(10 + nth) })
        const text = said.map(([from, words], nth) => `${stamp(nth)}${from}: ${words}`).join('\n')
        expect(readChat(text)!.map(({ from, text: words }) => [from, words])).toEqual(said)
      }),
    )
  })
})
