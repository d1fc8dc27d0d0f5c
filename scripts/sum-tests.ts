// Sums up what bin/test ran: `node scripts/sum-tests.ts <folder>`. Tells what failed and why (what a stage said stands far above,
// and a log may be cut), prints the closing line; fails when anything did.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: TestFile[]
}

interface TestFile {
  /** Its whole path. */
  name: string
  status: string
  /** Why it could not be loaded. */
  message: string
  assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
}

const folder = process.argv[2] ?? '.build/test-results'
const sum = { passed: 0, failed: 0, skipped: 0 }

for (const file of readdirSync(folder).filter(name => name.endsWith('.ended'))) {
  const stage = file.slice(0, -'.ended'.length)
  const failedBefore = sum.failed
  const report = join(folder, `${stage}.json`)
  if (existsSync(report)) add(JSON.parse(readFileSync(report, 'utf8')) as Report)
  // A stage that failed without a failed test (it could not even begin, or is no test) counts as one failure.
  const ended = readFileSync(join(folder, file), 'utf8').trim()
  if (ended !== 'ok' && sum.failed === failedBefore) {
    sum.failed++
    console.log(`The stage "${stage}" failed; what it said is above.`)
  }
}

console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`)
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0

function add(report: Report): void {
  sum.passed += report.numPassedTests
  sum.failed += report.numFailedTests
  sum.skipped += report.numPendingTests + report.numTodoTests
  for (const file of report.testResults.filter(each => each.status === 'failed')) {
    const failed = file.assertionResults.filter(test => test.status === 'failed')
    for (const test of failed) tell(file, test.fullName, test.failureMessages.join('\n'))
    if (failed.length > 0) continue
    // A file that could not be loaded has no tests to fail.
    sum.failed++
    tell(file, '(the file itself)', file.message)
  }
}

/** A failed test in a few lines: where it stands, and how its reason begins. */
function tell(file: TestFile, test: string, why: string): void {
  const reason = stripVTControlCharacters(why).split('\n').slice(0, 16).join('\n    ').slice(0, 2400)
  console.log(`FAILED ${relative(process.cwd(), file.name)}: ${test}\n    ${reason}`)
}
