import { expect, test } from 'vitest'
import { makeLogin, newVisitor, signUp } from './browser.ts'
import { openDesk } from './desk.ts'

// An owner gives her niece a login by a link, chooses her hour, and lets her go; the niece joins as who she was.

const desk = openDesk()

test.each([
  ['id', 360, false],
  ['ms', 360, true],
  ['en', 1280, false],
] as const)('the people of a shop in %s at %i px', async (language, width, dark) => {
  const owner = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark })
  const { page, t, go, look } = owner
  await signUp(page, desk.kicau.url, 'Bu Tini')
  const begun = await page.request.post('/api/shops', { data: { name: `Sambal ${language}`, country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' } })
  expect(begun.status()).toBe(201)

  await go('/settings', t('workspace:settings.title'))
  await page.getByLabel(t('workspace:settings.personName'), { exact: true }).fill('Wulan')
  await page.getByRole('button', { name: t('workspace:settings.addPerson') }).click()
  const wulan = page.getByRole('button', { name: 'Wulan', exact: true })
  await wulan.click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: t('team:member.timebox') }).waitFor()
  await look('team-member')
  await sheet.getByRole('button', { name: t('team:member.timebox') }).click()
  const timebox = page.getByRole('dialog', { name: t('effort:timebox.titleOf', { name: 'Wulan' }) })
  await timebox.getByLabel(t('effort:timebox.hour')).fill('19:00')
  await look('team-timebox')
  await timebox.getByRole('button', { name: t('ui:save') }).click()
  await timebox.waitFor({ state: 'hidden' })

  await wulan.click()
  await sheet.getByRole('button', { name: t('team:member.invite') }).click()
  const invite = page.getByRole('dialog', { name: t('team:invite.titleFor', { name: 'Wulan' }) })
  await invite.getByText(t('team:invite.noMail')).waitFor()
  await look('team-invite')
  await invite.getByRole('button', { name: t('team:invite.do') }).click()
  const made = page.getByRole('dialog', { name: t('team:invite.made') })
  const link = await made.getByText('/invite/').innerText()
  expect(link).toContain(`${desk.kicau.url}/invite/`)
  await look('team-invited')
  await made.getByRole('button', { name: t('team:invite.another') }).click()
  await made.waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: t('team:invitations.title') }).waitFor()
  await look('settings-team')

  const niece = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark })
  await niece.go(new URL(link).pathname, t('team:door.title', { shop: `Sambal ${language}` }))
  expect(await niece.page.getByLabel(t('workspace:login.name')).inputValue()).toBe('Wulan')
  await niece.look('invitation')
  await niece.page.getByLabel(t('workspace:login.email')).fill(`wulan-${language}@example.test`)
  await niece.page.getByLabel(t('workspace:login.password')).fill('sambal-level-5')
  await makeLogin(niece.page, t('team:door.make'))
  await niece.page.waitForURL('**/today')
  // The thirty minutes that the owner chose for her.
  await niece.page.getByText(t('coach:today.box.labelAt', { hour: '19:00' })).waitFor()
  await niece.go('/settings', t('workspace:settings.title'))
  await niece.page.getByText('Wulan').waitFor()
  expect(await niece.page.getByRole('button', { name: t('team:invite.open') }).count()).toBe(0)
  expect(await niece.page.getByLabel(t('workspace:begin.name')).count()).toBe(0)
  await niece.look('settings-staff')

  // Used once, it opens no more; whoever is here already is told so.
  const stranger = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark })
  await stranger.page.goto(new URL(link).pathname)
  await stranger.page.getByText(t('workspace:errors.invitation-over.title')).waitFor()
  await stranger.look('invitation-over')
  await stranger.context.close()

  // The owner hears of it by herself; she withdraws a second one, and lets the niece go with a tap that can be undone.
  await page.getByRole('heading', { name: t('team:invitations.title') }).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: t('team:invite.open') }).click()
  await page.getByRole('dialog').getByRole('button', { name: t('team:invite.do') }).click()
  await made.getByRole('button', { name: t('team:invite.another') }).click()
  await page.getByRole('button', { name: t('team:invitations.withdraw') }).click()
  await page.getByRole('heading', { name: t('team:invitations.title') }).waitFor({ state: 'hidden' })
  await wulan.click()
  await sheet.getByRole('radio', { name: t('team:roles.staff') }).waitFor()
  await look('team-staff')
  await sheet.getByRole('button', { name: t('team:member.remove') }).click()
  await page.getByText(t('team:left.title')).waitFor()
  await niece.page.goto('/today')
  await niece.page.waitForURL('**/begin')
  await page.getByRole('button', { name: t('ui:undo') }).first().click()
  await wulan.waitFor()
  await niece.page.goto('/today')
  await niece.page.locator('#content').getByText(t('coach:today.box.labelAt', { hour: '19:00' })).waitFor()

  expect(owner.complaints).toEqual([])
  expect(niece.complaints).toEqual([])
  await niece.context.close()
  await owner.context.close()
})
