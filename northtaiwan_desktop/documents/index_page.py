"""The index page of a package: one HTML file without scripts, which opens in any browser, also from a memory stick."""

from urllib.parse import quote

from jinja2.sandbox import ImmutableSandboxedEnvironment

from northtaiwan_desktop.domain.handover import HandoverView
from northtaiwan_desktop.domain.writing import roc_date

PAGE = """<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ view.year }}年度交接包　{{ view.platform }}</title>
<style>
:root { color-scheme: light dark; --soft: #55616e; --line: #d5dbe1; --accent: #17657f; --late: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --soft: #a9b4bf; --line: #3c444e; --accent: #6cb8cf; --late: #f2897f; }
}
body { font: 16px/1.7 "Microsoft JhengHei UI", "Noto Sans TC", "Noto Sans CJK TC", sans-serif;
  max-width: 60rem; margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; }
a { color: var(--accent); } .soft { color: var(--soft); } .late { color: var(--late); font-weight: bold; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; } ul.figures { display: flex; flex-wrap: wrap; gap: .4rem 2.2rem; padding: 0; }
ul.figures li { list-style: none; } ul.figures b { font-size: 1.4rem; }
@media print { body { margin: 0; max-width: none; } a { color: inherit; } h2 { break-after: avoid; } }
</style>
</head>
<body>
<header>
<h1>{{ view.year }}年度交接包</h1>
<p class="soft">{{ view.platform }}　{{ view.host }} → {{ view.next_host }}　製作日期：{{ day(view.made_on) }}</p>
</header>
<ul class="figures">
{% for name, count in view.figures %}<li>{{ name }} <b>{{ count }}</b></li>
{% endfor %}</ul>
<section aria-labelledby="first"><h2 id="first">先做這三件事</h2>
<ol>
<li>把<a href="{{ link(view.register.path) }}">資料庫</a>複製到自己的電腦，在程式的「檔案」選單開啟。
<span class="soft">{{ view.register.note }}</span></li>
<li>看「未結案件」裡哪些案是自己的，逾期的先聯絡。</li>
<li>把行事曆檔（.ics）匯入自己的行事曆；下一年度若還沒有開啟，請到「組織」開啟。</li>
</ol></section>
{% if view.missing %}<section aria-labelledby="missing"><h2 id="missing">沒有裝進來的</h2>
<ul>{% for one in view.missing %}<li>{{ one }}</li>{% endfor %}</ul></section>
{% endif %}<section aria-labelledby="lists"><h2 id="lists">清單與表</h2>
<table><tr><th>檔案</th><th>內容</th></tr>
{% for file in view.lists %}<tr><td><a href="{{ link(file.path) }}">{{ file.title }}</a></td>
<td>{{ file.note }}</td></tr>
{% endfor %}</table></section>
<section aria-labelledby="counties"><h2 id="counties">各縣市未結案件與窗口</h2>
<table><tr><th>縣市</th><th class="n">未結</th><th class="n">逾期</th><th>聯絡窗口</th></tr>
{% for one in view.counties %}<tr><td>{{ one.name }}</td><td class="n">{{ one.open }}</td>
<td class="n{{ ' late' if one.late }}">{{ one.late }}</td><td>{{ one.contact or '（未登記）' }}</td></tr>
{% endfor %}</table></section>
<section aria-labelledby="leads"><h2 id="leads">議題主政</h2>
<table><tr><th>議題組</th><th>{{ view.year }}年度</th><th>{{ view.year + 1 }}年度</th></tr>
{% for group, now, next in view.leads %}<tr><td>{{ group }}</td><td>{{ now or '（未定）' }}</td>
<td>{{ next or '（未定）' }}</td></tr>
{% endfor %}</table></section>
<section aria-labelledby="duties"><h2 id="duties">接下來的事</h2>
{% if view.next_duties %}<table><tr><th>日期</th><th>類別</th><th>事項</th><th>負責</th></tr>
{% for one in view.next_duties %}<tr><td>{{ day(one.day) }}</td><td>{{ one.kind.word }}</td><td>{{ one.text }}</td>
<td>{{ one.who }}</td></tr>
{% endfor %}</table>{% else %}<p class="soft">近期沒有到期的事。</p>{% endif %}</section>
<section aria-labelledby="meetings"><h2 id="meetings">{{ view.year }}年度會議文件</h2>
{% if view.meetings %}<table><tr><th>日期</th><th>會議</th><th>文件</th></tr>
{% for one in view.meetings %}<tr><td>{{ day(one.held_on) if one.held_on else '日期未定' }}</td><td>{{ one.title }}
{% if one.state %}<span class="soft">（{{ one.state }}）</span>{% endif %}</td>
<td>{% for file in one.files %}<a href="{{ link(file.path) }}">{{ file.title }}</a>
{{ '、' if not loop.last }}{% endfor %}</td></tr>
{% endfor %}</table>{% else %}<p class="soft">這個年度沒有會議。</p>{% endif %}</section>
</body>
</html>
"""


def made(view: HandoverView) -> bytes:
    """The page, in UTF-8."""
    house = ImmutableSandboxedEnvironment(autoescape=True, trim_blocks=False)
    text = house.from_string(PAGE).render(view=view, day=roc_date.written, link=quote)
    return text.encode("utf-8", "replace")
