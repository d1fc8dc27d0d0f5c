// Sums up what bin/test ran: `node scripts/sum-tests.ts <folder>`. Prints the closing line; fails when anything did.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
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
  // A file that could not be loaded has no tests to fail.
  sum.failed += report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  ).length
}
