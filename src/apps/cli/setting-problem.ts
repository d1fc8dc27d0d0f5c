import type { WrongSetting } from '#platform/config'
import type { textsIn } from '#platform/i18n'

/** A setting that can't be used, in the reader's words. */
export const settingProblem =
  (texts: ReturnType<typeof textsIn>) =>
  ({ must, ...values }: WrongSetting): string =>
    texts(`cli:settings.${must}`, { ...values })
