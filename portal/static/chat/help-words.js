// The words of the help in both languages. `pages`: by the last part of a page's path, "" of the chat.
import { wordsIn } from "../language.js";

export const words = wordsIn({
  zh: {
    help: "帮助",
    what: "各页做什么",
    pages: {
      "": "用自己的话提问；每句回答都引原文，点序号看出处。可以换范围再问、画图、导出为 Word。",
      targets: "同一指标在各方案里的数，并排成表；点开一格看原句，可下载 XLSX，每格带出处。",
      duties: "哪个单位牵头、负责、配合哪些任务，连同任务原文；可导出 DOCX 或 XLSX。",
      plans: "逐条读方案全文、查找词句；同一任务在几份方案里怎么写，可以并排对照。",
      check: "把自己的稿子交来，看其中的数字和说法与方案原文合不合。",
      evaluation: "用题集给回答打分，比较两次结果。",
      documents: "上传、预览和发布方案文件，退回上一版。",
    },
    trust: "回答下面的“出处检查”说的是这个回答的引文和数字与方案对过没有，不是检查您的稿子。",
    keyboard: "键盘操作",
    keys: [
      ["/", "到问题框"],
      ["Enter", "提问"],
      ["Shift + Enter", "换行"],
      ["↑", "问题框为空时：修改上一个问题"],
      ["Esc", "停止回答；从出处返回正文"],
      ["?", "打开这个说明"],
    ],
    close: "关闭",
  },
  en: {
    help: "Help",
    what: "What the pages are for",
    pages: {
      "": "Ask in your own words; every sentence of an answer quotes the plans, and its number opens the source. Ask again in another scope, draw a chart, export to Word.",
      targets: "The figures of one indicator in all plans, side by side; a cell opens its sentence. Downloads as XLSX with a source at every cell.",
      duties: "Which office leads, is responsible for or takes part in which tasks, with the text of each task. Exports to DOCX or XLSX.",
      plans: "Read plans clause by clause and find words in them; set the same task of several plans side by side.",
      check: "Hand in a draft of your own and see whether its figures and statements agree with the plans.",
      evaluation: "Score the answers with sets of questions and compare two runs.",
      documents: "Upload, preview and publish plans, and go back to the version before.",
    },
    trust: "“Source check” below an answer says that the quotes and figures of this answer were held against the plans; it does not check a draft of yours.",
    keyboard: "Keyboard",
    keys: [
      ["/", "Go to the question box"],
      ["Enter", "Ask"],
      ["Shift + Enter", "New line"],
      ["↑", "In the empty box: change the last question"],
      ["Esc", "Stop the answer; go back from a source to the text"],
      ["?", "Show this help"],
    ],
    close: "Close",
  },
});
