import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { formatCount } from '../../report/format.ts'
import { STYLES } from '../../report/html/styles.ts'
import { headline, labelText } from '../../report/sentences.ts'
import { filesBelow, MAX_LISTED } from './files.ts'
import type { ServedRun } from './runs.ts'

/** All runs with what each one found, newest first. */
export function indexPage(root: string, runs: readonly ServedRun[]): string {
  return page(
    'capcheck runs',
    <>
      <h1>{runs.length === 0 ? 'No runs here yet' : `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`}</h1>
      <p class="note">
        Run folders in <code>{root}</code>, as they are now.
      </p>
      {runs.map((run) => (
        <section class="run" style="padding-bottom: 14px">
          <h2 style="margin-top: 14px">
            <a href={runPath(run.name)}>{run.name}</a>
          </h2>
          {run.result === null ? <p class="note">{run.problem}</p> : <Found run={run} result={run.result} />}
          <p>
            {run.files.map((file) => (
              <>
                <a href={runPath(run.name, file)}>{file}</a>{' '}
              </>
            ))}
          </p>
        </section>
      ))}
    </>,
  )
}

function Found({ run, result }: { run: ServedRun; result: NonNullable<ServedRun['result']> }) {
  return (
    <>
      <p class="verdict">{headline(result)}</p>
      <p class="note">
        {result.created}, capcheck {result.tool.version}, {result.provider}
      </p>
      <ul>
        {result.runs.map(({ storeTitle, profile, workload, shape, verdict }, index) => (
          <li>
            {/* The report numbers its runs in this order. */}
            <a href={`${runPath(run.name, 'report.html')}#run-${index + 1}`}>
              {storeTitle}, {profile}, {workload}, {shape}
            </a>
            : <b>{labelText(verdict.label)}</b>
          </li>
        ))}
        {result.notRun.map(({ store, reason }) => (
          <li>
            {store}: not run: {reason}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Every file of one run. */
export function runPage({ name, folder }: ServedRun): string {
  const files = filesBelow(folder)
  return page(
    name,
    <>
      <p>
        <a href="/">All runs</a>
      </p>
      <h1>{name}</h1>
      {files.length === MAX_LISTED ? <p class="note">Only the first {MAX_LISTED} files are listed.</p> : null}
      <ul>
        {files.map(({ path, bytes }) => (
          <li>
            <a href={runPath(name, path)}>{path}</a> <span class="faint">{formatCount(bytes)} bytes</span>
          </li>
        ))}
      </ul>
    </>,
  )
}

/** Address of a run, or of one of its files. */
function runPath(name: string, file = ''): string {
  return `/runs/${[name, ...file.split('/')].map(encodeURIComponent).join('/')}`
}

function page(title: string, body: ComponentChildren): string {
  const whole = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLES }} />
      </head>
      <body>
        <p class="brand">capcheck</p>
        {body}
      </body>
    </html>
  )
  return `<!doctype html>\n${renderToString(whole)}\n`
}
