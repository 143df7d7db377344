"use strict";
// Every word that the page itself says, in English and Chinese, and Chinese words for the terms of the data.

const STRINGS = {
  en: {
    tagline: "Who works with whom, and who says so",
    pages: "Pages", frontPage: "Front page", browse: "Browse", allQuestions: "Questions", audit: "Audit", itsPage: "Its page",
    itsPageNamed: (name) => `Its page: ${name}`,
    skip: "Skip to the table of statements", search: "Search by name, in any language", placeholder: "Search names",
    found: "Names found", nothingFound: "No such name", questionFound: "Question",
    inFocus: "In focus", backTo: "Back to", step: "1 step", whole: "Whole network", lens: "Picture of",
    everything: "Everything", partners: "Partners", everythingHint: "Organizations, people, programmes, products, events and more",
    partnersHint: "Organizations only; a line is a programme that two share",
    stories: "Follow a story", questions: "Start from a question", path: "Path between two things", from: "From", to: "To", find: "Show the path", by: "Way",
    any: "any direction", directed: "only as stated, in its direction", nohubs: "avoiding hubs", swap: "Exchange the two",
    hubHint: (n) => `A hub is a thing with more than ${n} neighbours.`,
    look: "Look", colour: "Colour by", size: "Size by", byKind: "kind", byCommunity: "community",
    byRecords: "records", byDegree: "neighbours", byBetweenness: "shortest ways through it",
    helpCommunity: "A community is a group of things with more lines among themselves than to the rest. It is found by counting lines; nobody states it.",
    helpRecords: "Larger means that more records speak of it: better documented, not more important.",
    helpDegree: "Larger means more neighbours in the whole network. A well-reported thing has more, whatever its weight in the world.",
    helpBetweenness: "Larger means that more of the shortest ways between two others lead through it: it links parts that would else be far apart. It says nothing about power.",
    fold: "Fold parallel statements", filters: "Filters", kinds: "Kinds", relations: "Relations", themes: "Themes", voices: "Voices",
    programmes: "Shared programmes", only: "only", without: "without", onlyThis: (name) => `Only ${name}`,
    remove: (name) => `Switch off the filter: ${name}`, clearAll: "Clear all", showAll: "show all", showLess: "show fewer",
    upTo: (year) => `up to ${year}`, year: "Year", allYears: "All years", play: "Play the years", pause: "Stop", undatedHidden: "without undated",
    yearCounts: (shown, later, undated) => `${shown} dated${later ? ` · ${later} later` : ""} · ${undated} undated`,
    undatedShown: "show undated", firstYear: "earlier",
    legend: "Lines", stated: "stated in a source", inferred: "inferred", unknown: "uncertain", disputed: "disputed by a source",
    inferredHint: "Follows by rule from records, or is only a curator's reading", unknownHint: "No speaker is named, or it is only probable",
    zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Fit", fitHint: "Fit the picture",
    empty: "Nothing to show: the filters hide everything.", noPath: "No such path: try another way, another lens, or fewer filters.",
    bestOf: (few, many) => `The ${few} best documented of ${many} around it`, moreThings: (n) => `Show ${n} more`, allOf: (many) => `All ${many} around it`, showBest: "Show the best documented", printed: (value) => `printed “${value}”`,
    bare: (n) => `${n} ${n === 1 ? "thing" : "things"} without a line`, show: "Show", hide: "Hide", betweenNamed: "None of these records joins two things; the lines are those between the things that they name.",
    table: "Statements in view", hideTable: "Hide table", showTable: "Show table", more: (n) => `Show ${n} more`,
    sharesWith: (name) => `shares ${name} with`, when: "When", saidBy: "Said by", statement: "Statement",
    picture: (n) => `Picture of ${n} statements. Arrow keys walk to neighbours, Enter opens; the table holds the same.`,
    statementOf: (style) => (style === "stated" ? "Statement" : `Statement, ${style === "unknown" ? "uncertain" : style}`),
    records: (n) => `${n} ${n === 1 ? "record" : "records"}`, statements: (n) => `${n} ${n === 1 ? "statement" : "statements"}`,
    receipts: (n) => `${n} ${n === 1 ? "receipt" : "receipts"}`, neighbours: (n) => `${n} ${n === 1 ? "neighbour" : "neighbours"}`,
    twins: (n) => `Of these, ${n} ${n === 1 ? "says" : "say"} only that two names may mean one thing; the measures of the network leave them out.`,
    perProgramme: "Each programme that two share counts as one statement; the measures of the network count the collaborations that name both.",
    things: (n) => `${n} ${n === 1 ? "thing" : "things"}`, documents: "Documents", overTime: "over time", original: "The original that it repeats",
    documentHint: (n) => `${n} ${n === 1 ? "record rests" : "records rest"} on it`,
    focusHere: "Move the focus here", pathFrom: "Path from here", pathTo: "Path to here", close: "Close details", details: "Details",
    behind: "The record behind it", behindMany: "The records behind it", alsoBetween: "Also between these two", unfold: (n) => `${n} ${n === 1 ? "statement" : "statements"} between these two`,
    noDate: "no date given", undated: "undated", due: (day) => `due ${day}`, noSpeaker: "speaker not named", noRecord: "No record speaks of it yet.",
    disputedBadge: "disputed", disputesBadge: "disputes", inView: (n) => `${n} statements in view.`, nothing: "Nothing to show",
    pathTitle: (n) => `${n} ${n === 1 ? "step" : "steps"}`, hop: (n) => `Step ${n}`, closePath: "Close the path", closeQuestion: "Close the question",
    command: "In a terminal", answerRests: (rows, n) => `The answer has ${rows} rows and rests on ${n} records.`, noThings: "The answer names nothing that can be drawn.",
    share: "Copy link", copied: "Copied", copyHint: "A link that restores exactly this view", save: "Save", help: "Keys", language: "中文", otherLanguage: "zh",
    saved: (name) => `${name} saved`, ofPicture: "The picture", ofData: "The statements in view", openFull: "Open the full page",
    keysTitle: "Keyboard", keys: [
      ["/", "search"], ["← ↑ → ↓", "walk to a neighbour"], ["Enter", "move the focus to what is selected"], ["Backspace", "go back"],
      ["1 2 3", "steps around the focus"], ["0", "whole network"], ["p", "go to the details"], ["t", "go to the table"], ["l", "change the lens"],
      ["f", "fit the picture"], ["Esc", "select nothing"], ["?", "this list"],
    ],
    bounds: { "at least": "at least", "more than": "more than", "at most": "at most", "less than": "less than", approximately: "about", nearly: "nearly", between: "between", exactly: "exactly" },
    chart: (name, n) => `${name}: ${n} points over time`, filterButton: "Filters", community: (name) => `Community: ${name}`,
  },
  zh: {
    tagline: "谁与谁合作，依据何在",
    pages: "页面", frontPage: "首页", browse: "浏览", allQuestions: "问题", audit: "核查", itsPage: "其页面",
    itsPageNamed: (name) => `其页面：${name}`,
    skip: "跳到陈述表", search: "按名称搜索，任何语言", placeholder: "搜索名称",
    found: "找到的名称", nothingFound: "没有这个名称", questionFound: "问题",
    inFocus: "焦点", backTo: "回到", step: "1 步", whole: "整个网络", lens: "图示",
    everything: "全部", partners: "伙伴", everythingHint: "组织、人物、项目、产品、活动等",
    partnersHint: "仅组织；连线是两者共有的项目",
    questions: "从问题开始", stories: "跟随故事", path: "两者之间的路径", from: "起点", to: "终点", find: "显示路径", by: "方式",
    any: "不限方向", directed: "仅按陈述方向", nohubs: "避开枢纽", swap: "互换",
    hubHint: (n) => `邻居超过 ${n} 个的事物称为枢纽。`,
    look: "外观", colour: "颜色", size: "大小", byKind: "类别", byCommunity: "社群",
    byRecords: "记录数", byDegree: "邻居数", byBetweenness: "经过它的最短路径",
    helpCommunity: "社群是一组彼此连线多于与外部连线的事物，由计数得出，并非任何来源的陈述。",
    helpRecords: "越大表示记录越多：记载更详，并非更重要。",
    helpDegree: "越大表示在整个网络中邻居越多。报道多的事物邻居也多，与其实际分量无关。",
    helpBetweenness: "越大表示其他两者之间的最短路径更多地经过它：它连接原本相距较远的部分，并不说明权力大小。",
    fold: "合并平行陈述", filters: "筛选", kinds: "类别", relations: "关系", themes: "主题", voices: "发声者",
    programmes: "共有项目", only: "仅", without: "不含", onlyThis: (name) => `仅${name}`,
    remove: (name) => `取消筛选：${name}`, clearAll: "全部清除", showAll: "显示全部", showLess: "收起",
    upTo: (year) => `截至 ${year} 年`, year: "年份", allYears: "所有年份", play: "播放年份", pause: "停止", undatedHidden: "不含无日期",
    yearCounts: (shown, later, undated) => `${shown} 条有日期${later ? ` · ${later} 条更晚` : ""} · ${undated} 条无日期`,
    undatedShown: "显示无日期", firstYear: "更早",
    legend: "连线", stated: "来源陈述", inferred: "推断", unknown: "不确定", disputed: "有来源质疑",
    inferredHint: "由规则从记录推出，或仅为编者判断", unknownHint: "未指明发言者，或仅为可能",
    zoomIn: "放大", zoomOut: "缩小", fit: "适应", fitHint: "使图适应窗口",
    empty: "没有可显示的内容：筛选隐藏了一切。", noPath: "没有这样的路径：请换一种方式、图示或减少筛选。",
    bestOf: (few, many) => `周围 ${many} 个中记载最详的 ${few} 个`, moreThings: (n) => `再显示 ${n} 个`, allOf: (many) => `周围全部 ${many} 个`, showBest: "只显示记载最详者", printed: (value) => `原文“${value}”`,
    bare: (n) => `${n} 个没有连线的事物`, show: "显示", hide: "隐藏", betweenNamed: "这些记录都不连接两个事物；连线为其所提事物之间的陈述。",
    table: "当前陈述", hideTable: "隐藏表格", showTable: "显示表格", more: (n) => `再显示 ${n} 条`,
    sharesWith: (name) => `经“${name}”合作于`, when: "时间", saidBy: "发言者", statement: "陈述",
    picture: (n) => `含 ${n} 条陈述的图。方向键走到邻居，回车打开；表格内容相同。`,
    statementOf: (style) => ({ stated: "陈述", inferred: "陈述，推断", unknown: "陈述，不确定", disputed: "陈述，有争议" })[style],
    records: (n) => `${n} 条记录`, statements: (n) => `${n} 条陈述`,
    receipts: (n) => `${n} 条凭据`, neighbours: (n) => `${n} 个邻居`,
    twins: (n) => `其中 ${n} 条仅说明两个名称可能指同一事物；网络度量不计这些陈述。`,
    perProgramme: "两者共有的每个项目计为一条陈述；网络度量则计同时提及两者的合作。",
    things: (n) => `${n} 个事物`, documents: "文献", overTime: "随时间变化", original: "所转载的原文",
    documentHint: (n) => `${n} 条记录以此为据`,
    focusHere: "以此为焦点", pathFrom: "由此出发的路径", pathTo: "到此的路径", close: "关闭详情", details: "详情",
    behind: "所依据的记录", behindMany: "所依据的记录", alsoBetween: "两者之间还有", unfold: (n) => `两者之间有 ${n} 条陈述`,
    noDate: "未给出日期", undated: "无日期", due: (day) => `期限 ${day}`, noSpeaker: "未指明发言者", noRecord: "尚无记录提及。",
    disputedBadge: "有争议", disputesBadge: "质疑", inView: (n) => `当前 ${n} 条陈述。`, nothing: "没有可显示的内容",
    pathTitle: (n) => `${n} 步`, hop: (n) => `第 ${n} 步`, closePath: "关闭路径", closeQuestion: "关闭问题",
    command: "终端命令", answerRests: (rows, n) => `答案有 ${rows} 行，依据 ${n} 条记录。`, noThings: "答案中没有可绘制的事物。",
    share: "复制链接", copied: "已复制", copyHint: "可完整恢复当前视图的链接", save: "保存", help: "按键", language: "English", otherLanguage: "en",
    saved: (name) => `${name} 已保存`, ofPicture: "图", ofData: "当前陈述", openFull: "打开完整页面",
    keysTitle: "键盘", keys: [
      ["/", "搜索"], ["← ↑ → ↓", "走到邻居"], ["Enter", "以选中者为焦点"], ["Backspace", "返回"],
      ["1 2 3", "焦点周围的步数"], ["0", "整个网络"], ["p", "到详情"], ["t", "到表格"], ["l", "切换图示"],
      ["f", "适应窗口"], ["Esc", "取消选择"], ["?", "本列表"],
    ],
    bounds: { "at least": "至少", "more than": "超过", "at most": "至多", "less than": "少于", approximately: "约", nearly: "近", between: "介于", exactly: "正好" },
    chart: (name, n) => `${name}：${n} 个时间点`, filterButton: "筛选", community: (name) => `社群：${name}`,
  },
};

// Terms of the data have English labels; a term without a Chinese word here stays as it is.
const TERMS_ZH = {
  Programmes: "项目", Organizations: "组织", "Groups of agents": "群体", People: "人物", Products: "产品", Events: "活动", Awards: "奖项",
  Places: "地点", Species: "物种", Activities: "行动", Frameworks: "框架", Documents: "文献", Populations: "人群", "Other things": "其他",
  program: "项目", organization: "组织", company: "公司", "non-profit organization": "非营利组织", "public body": "公共机构", "media outlet": "媒体",
  "group of agents": "群体", person: "人物", product: "产品", event: "活动", award: "奖项", place: "地点", species: "物种", activity: "行动",
  framework: "框架", document: "文献", population: "人群", office: "职位",
  "takes part in": "参与", "partners with": "合作于", "part of": "隶属于", launched: "推出", serves: "服务于", "appears at": "出席", operates: "运营",
  offers: "提供", "holds office in": "任职于", "makes use of": "使用", furthers: "促进", "honoured with": "获颁", rewards: "奖励", "works in": "活动于",
  "draws from": "取自", "came out of": "源自", "raises awareness of": "宣传", funds: "资助", teaches: "教授", "was launched at": "发布于",
  "is a member of": "是成员", restores: "修复", "named after": "命名自", "inspired by": "受启发于", protects: "保护", assessed: "评价",
  "may be the same as": "可能同于", "holds a stake in": "持股",
  "self-reported": "自述", "partner-reported": "伙伴报告", restated: "转述", independent: "独立", official: "官方", curated: "编者判断",
  audit: "审计", "curator judgement": "编者判断", decision: "决定", "own observation": "亲自观察", relay: "转述", statement: "声明", study: "研究",
  "excerpt reading": "摘录阅读", "full reading": "全文阅读", supports: "支持", disputes: "质疑",
  approximately: "约", "at least": "至少", "at most": "至多", between: "介于", exactly: "正好", "less than": "少于", "more than": "超过", nearly: "近",
  cumulative: "累计", flow: "流量", forecast: "预测", rank: "排名", rate: "比率", share: "份额", stock: "存量", threshold: "阈值",
  biodiversity: "生物多样性", "circular economy": "循环经济", climate: "气候", "digital inclusion": "数字普惠", disability: "残障", governance: "治理",
  "green finance": "绿色金融", ocean: "海洋", "older people": "老年人", openness: "开放", skills: "技能", "small firms": "小微企业", technology: "技术", women: "女性",
  "no theme": "无主题", "no voice": "无发声者",
  figure: "数据", commitment: "承诺", collaboration: "合作", launch: "推出", operation: "运营", awarding: "授奖", assessment: "评价",
  contradiction: "矛盾", appearance: "出席", "role tenure": "任职", "change event": "变更", ownership: "持股", "group membership": "成员",
  composition: "整体与部分", inspiration: "启发", focus: "关注", classification: "分类", identity: "可能同一", absence: "未找到",
};

// The headings of the panel: each kind of record in the plural, in the order in which a reader wants them.
const PLURALS = {
  figure: "Figures", commitment: "Commitments", collaboration: "Collaborations", launch: "Launches",
  operation: "Operations", awarding: "Honours", assessment: "Assessments", contradiction: "Contradictions",
  appearance: "Appearances", "role tenure": "Offices", "change event": "Changes", ownership: "Ownership",
  "group membership": "Memberships", composition: "Parts and wholes", inspiration: "Models and followers",
  focus: "What it turns to", classification: "Subject headings", identity: "Possible twins",
  absence: "Looked for and not found",
};

const speech = { language: "en" };

// The page's own words: say("fit"), or with values say("records", 3).
function say(key, ...values) {
  const words = STRINGS[speech.language][key];
  return typeof words === "function" ? words(...values) : words;
}

function term(text) {
  return speech.language === "zh" && Object.hasOwn(TERMS_ZH, text) ? TERMS_ZH[text] : text ?? "";
}

function plural(recordClass) {
  if (speech.language === "zh") return term(recordClass);
  return Object.hasOwn(PLURALS, recordClass) ? PLURALS[recordClass] : recordClass;
}

// The name of a thing in the reader's language, where it has one.
function nameOf(thing) {
  if (speech.language === "zh") return thing.names.find((name) => name.language.startsWith("zh"))?.text ?? thing.label;
  return thing.label;
}

function shownName(thing) {
  return thing.names.find((name) => name.text === nameOf(thing));
}

function languageOf(thing) {
  return shownName(thing)?.language ?? "";
}

// Whether the name that is shown is not the preferred one in its language.
function isAlternative(thing) {
  return Boolean(shownName(thing)?.alternative);
}
