"""The samples in data/samples/documents: a PDF set in two columns, a Word file and a page in GB18030, about invented people.

usage: make_documents.py (needs reportlab and python-docx; the files are committed, so that nobody else needs to)
"""

from __future__ import annotations

from pathlib import Path

OUT = Path(__file__).parent / "samples" / "documents"

COLUMNS = [
    ("乔松主持召开乡村振兴现场推进会", [
        "本报讯（记者 范舟）11月7日上午，全县乡村振兴现场推进会在鹤龙湖镇召开。县委书记乔松出席会议并讲话，县委副书记、县长尹若兰主持会议，"
        "县委常委、组织部部长程野，副县长段鹏飞参加会议。",
        "乔松强调，要学好用好“千万工程”经验，扎实开展“四乡联动”行动，把产业项目落到村、落到户。",
        "会议以现场观摩的形式举行，与会人员先后来到鹤龙湖镇、洋沙湖实地察看。",
    ]),
    ("尹若兰督导虞公港项目建设", [
        "本报讯（记者 范舟 通讯员 江帆）6日下午，县委副书记、县长尹若兰督导虞公港项目建设。副县长段鹏飞参加。",
        "尹若兰指出，要落实“拿地即开工”要求，倒排工期、挂图作战，确保12月底前完成主体工程。",
    ]),
]
WORD = ("市政府召开第三次常务会议", [
    "3月1日，市长戴南山主持召开市政府第三次常务会议，研究安全生产、防汛备汛等工作。副市长侯亮、温如玉出席会议，市政协副主席纪晓列席会议。",
    "会议指出，要深入开展“红黑榜”评比，压实企业主体责任。",
    "会议强调，要抓紧抓实水库除险加固，4月底前完成备汛物资储备。",
])
PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>毛一川到福宝镇调研_合江县人民政府</title></head>
<body><div class="crumbs">当前位置：首页 &gt; 政务动态</div>
<h1>毛一川到福宝镇调研</h1><div class="info">发布时间：2023-07-04 16:20　来源：合江县融媒体中心　浏览次数：97</div>
<div class="content"><p>　　7月3日，县委书记毛一川到福宝镇调研森林防火和乡村旅游工作。县委常委、常务副县长沙鸥，副县长严冬参加调研。</p>
<p>　　毛一川先后来到福宝镇、自怀镇等地，走访农户，实地察看有关情况。他要求，要建好用好“一图双库三单”，守牢安全底线。</p></div>
<div class="footer">版权所有：合江县人民政府　网站标识码：5105220001</div></body></html>
"""


def make_pdf(path: Path) -> None:
    """Two columns, the headlines above their text. The font is one that every PDF reader has (not embedded)."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    head = ParagraphStyle("head", fontName="STSong-Light", fontSize=15, leading=22, spaceAfter=8, wordWrap="CJK")
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=10.5, leading=17, firstLineIndent=21, wordWrap="CJK")
    width, height = A4
    frames = [Frame(45, 60, width / 2 - 60, height - 130, id="left"), Frame(width / 2 + 15, 60, width / 2 - 60, height - 130, id="right")]
    document = BaseDocTemplate(str(path), pagesize=A4, title="湘阴周刊 2023年11月8日", author="govnews_nlp samples", invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=lambda canvas, _: (
        canvas.setFont("STSong-Light", 9), canvas.drawString(50, height - 45, "湘阴周刊　2023年11月8日　星期三　第1版"))))
    story: list = []
    for number, (headline, paragraphs) in enumerate(COLUMNS):
        story += [FrameBreak()] if number else []
        story += [Paragraph(headline, head), *(Paragraph(text, body) for text in paragraphs)]
    document.build(story)


def make_docx(path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading(WORD[0], level=1)
    for text in WORD[1]:
        document.add_paragraph(text)
    document.save(str(path))


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    make_pdf(OUT / "湘阴周刊_2023-11-08.pdf")
    make_docx(OUT / "汨罗市政府常务会议_2023-03-02.docx")
    (OUT / "hejiang_t20230704_8812.html").write_bytes(PAGE.encode("gb18030"))


if __name__ == "__main__":
    main()
