import { chromium } from 'playwright'
import { readFileSync } from 'node:fs'
const svg = readFileSync('public/icons/mark.svg','utf8')
const b = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']})
for (const s of [16,32,48,128]) { const p = await b.newPage({viewport:{width:s,height:s}}); await p.setContent(`<style>body{margin:0}svg{display:block;width:${s}px;height:${s}px}</style>${svg}`); await p.screenshot({path:`public/icons/${s}.png`,omitBackground:true}); await p.close() }
const p = await b.newPage({viewport:{width:500,height:170}}); await p.setContent(`<body style="background:#eee">${[16,32,48,128].map(s=>`<img src="data:image/png;base64,${readFileSync(`public/icons/${s}.png`).toString('base64')}">`).join(' ')}`); await p.screenshot({path:'/tmp/ui/icons.png'})
await b.close()
