//! What is wrong with entities, or with a form in XML.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
    [
        "\"{}\" is no column of this sheet{}",
        "「{}」不是這張工作表的欄位{}",
        "“{}”不是这张工作表的列{}",
    ],
    ["there are too many entities", "實體太多", "实体太多"],
    [
        "the list \"{}\" stands in row {} too",
        "清單「{}」在第 {} 列也出現了",
        "列表“{}”在第 {} 行也出现了",
    ],
    [
        "a list of entities needs a name",
        "實體清單需要名稱",
        "实体列表需要名称",
    ],
    [
        "\"{}\" can't name a list of entities: it starts with a letter or one _ and goes on with letters, digits, - and _",
        "「{}」不能做實體清單的名稱：要以字母或一個 _ 開頭，後面是字母、數字、- 和 _",
        "“{}”不能做实体列表的名称：要以字母或一个 _ 开头，后面是字母、数字、- 和 _",
    ],
    [
        "to change an entity, say which in \"entity_id\"; to make one, use \"create_if\"",
        "要修改實體，請在「entity_id」寫明是哪一個；要新增，請用「create_if」",
        "要修改实体，请在“entity_id”写明是哪一个；要新建，请用“create_if”",
    ],
    [
        "with \"entity_id\" and \"create_if\", say in \"update_if\" when an entity is changed",
        "同時有「entity_id」和「create_if」時，請在「update_if」寫明何時修改",
        "同时有“entity_id”和“create_if”时，请在“update_if”写明何时修改",
    ],
    [
        "an entity that is made needs a label: fill in \"label\"",
        "新增的實體需要文字：請填「label」",
        "新建的实体需要文字：请填“label”",
    ],
    [
        "a group or a repeat has no value to save",
        "分組或重複組沒有可以儲存的值",
        "分组或重复组没有可以保存的值",
    ],
    [
        "to save a property of an entity, name its list in the sheet \"entities\"",
        "要儲存實體的屬性，請在工作表「entities」寫上它的清單",
        "要保存实体的属性，请在工作表“entities”写上它的列表",
    ],
    [
        "there are several lists of entities: write which one, as in \"{}#{}\"",
        "有幾份實體清單：請寫明是哪一份，例如「{}#{}」",
        "有几份实体列表：请写明是哪一份，例如“{}#{}”",
    ],
    [
        "\"#\" stands once, between a list and a property",
        "「#」只出現一次，在清單和屬性之間",
        "“#”只出现一次，在列表和属性之间",
    ],
    [
        "an entity has a {} of its own; take another name for this property",
        "實體本身已有 {}，請給這個屬性換一個名稱",
        "实体本身已有 {}，请给这个属性换一个名称",
    ],
    [
        "\"{}\" can't be the name of a property",
        "「{}」不能做屬性的名稱",
        "“{}”不能做属性的名称",
    ],
    ["there are too many properties", "屬性太多", "属性太多"],
    [
        "the question \"{}\" saves to \"{}\" too",
        "題目「{}」也儲存到「{}」",
        "题目“{}”也保存到“{}”",
    ],
    [
        "\"{}\" stands in {}, but the entity is made in {}: copy the value there with a calculate",
        "「{}」在{}裡，實體卻在{}裡建立：請在那裡用 calculate 複製這個值",
        "“{}”在{}里，实体却在{}里创建：请在那里用 calculate 复制这个值",
    ],
    ["the form itself", "問卷本身", "问卷本身"],
    [
        "the list \"{}\" finds no place of its own in {}: each group or repeat holds one entity",
        "清單「{}」在{}裡沒有自己的位置：每個分組或重複組只能有一個實體",
        "列表“{}”在{}里没有自己的位置：每个分组或重复组只能有一个实体",
    ],
    [
        "this XML is no form: it has no model with a primary instance",
        "這個 XML 不是問卷：沒有帶主要實例的 model",
        "这个 XML 不是问卷：没有带主要实例的 model",
    ],
    [
        "there is no such node in the primary instance",
        "主要實例裡沒有這個節點",
        "主要实例里没有这个节点",
    ],
    [
        "there is no such node in the primary instance; it is not asked for",
        "主要實例裡沒有這個節點，所以不會問",
        "主要实例里没有这个节点，所以不会问",
    ],
    [
        "there is no such node in the primary instance; this bind is not used",
        "主要實例裡沒有這個節點，這個 bind 不使用",
        "主要实例里没有这个节点，这个 bind 不使用",
    ],
    [
        "there is no such node in the primary instance; this action does nothing",
        "主要實例裡沒有這個節點，這個動作沒有作用",
        "主要实例里没有这个节点，这个动作没有作用",
    ],
    [
        "there are two elements of this name; only the first is used",
        "有兩個元素同名，只用第一個",
        "有两个元素同名，只用第一个",
    ],
    [
        "this bind does not say for which node it is",
        "這個 bind 沒有寫明是給哪個節點",
        "这个 bind 没有写明是给哪个节点",
    ],
    [
        "the type \"{}\" is not known; the value is taken as a text",
        "不認識類型「{}」，值當作文字",
        "不认识类型“{}”，值当作文字",
    ],
    [
        "\"{}\" \"{}\" is not filled in here",
        "「{}」「{}」在這裡不會填上",
        "“{}”“{}”在这里不会填上",
    ],
    [
        "<{}> is not known here and is passed over",
        "這裡不認識 <{}>，略過",
        "这里不认识 <{}>，略过",
    ],
    [
        "this <{}> does not say which node it asks for",
        "這個 <{}> 沒有寫明問的是哪個節點",
        "这个 <{}> 没有写明问的是哪个节点",
    ],
    [
        "a node with other nodes in it can't hold an answer",
        "含有其他節點的節點不能存放答案",
        "含有其他节点的节点不能存放答案",
    ],
    [
        "this node is asked for twice; the first control is used",
        "這個節點問了兩次，用第一個控制項",
        "这个节点问了两次，用第一个控件",
    ],
    [
        "this repeat does not say which node it repeats",
        "這個 repeat 沒有寫明重複哪個節點",
        "这个 repeat 没有写明重复哪个节点",
    ],
    [
        "this node can not be repeated",
        "這個節點不能重複",
        "这个节点不能重复",
    ],
    [
        "this choice has no <value>; it can't be picked",
        "這個選項沒有 <value>，不能選",
        "这个选项没有 <value>，不能选",
    ],
    [
        "this itemset does not say where the choices are",
        "這個 itemset 沒有寫明選項在哪裡",
        "这个 itemset 没有写明选项在哪里",
    ],
    [
        "this itemset does not say what is stored: it needs <value ref=\"…\"/>",
        "這個 itemset 沒有寫明存什麼：需要 <value ref=\"…\"/>",
        "这个 itemset 没有写明存什么：需要 <value ref=\"…\"/>",
    ],
    [
        "there is no instance with the id \"{}\"",
        "沒有 id 為「{}」的實例",
        "没有 id 为“{}”的实例",
    ],
    [
        "there are two instances with the id \"{}\"",
        "有兩個實例的 id 都是「{}」",
        "有两个实例的 id 都是“{}”",
    ],
    [
        "a secondary instance without an id can't be reached; it is not read",
        "沒有 id 的次要實例無法使用，不讀取",
        "没有 id 的次要实例无法使用，不读取",
    ],
    [
        "there is no translation with the id \"{}\"",
        "沒有 id 為「{}」的翻譯",
        "没有 id 为“{}”的翻译",
    ],
    [
        "this action does not say which node it sets",
        "這個動作沒有寫明設定哪個節點",
        "这个动作没有写明设置哪个节点",
    ],
    [
        "this action does not say at which event it happens",
        "這個動作沒有寫明在哪個事件發生",
        "这个动作没有写明在哪个事件发生",
    ],
    [
        "the event \"{}\" does not happen here",
        "這裡不會發生事件「{}」",
        "这里不会发生事件“{}”",
    ],
];
