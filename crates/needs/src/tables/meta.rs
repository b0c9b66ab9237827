//! Columns that say of a record where it comes from. Their names begin with `_`, so that they stand
//! apart from a form's own.

use ledger::{Record, RecordId, State};
use report::{Cell, Column};

use crate::{Building, Lang, Person};

/// Titles: 繁體中文, 简体中文, English.
const TITLES: [(&str, [&str; 3]); 58] = [
    ("_id", ["編號", "编号", "Id"]),
    ("_key", ["列編號", "行编号", "Row"]),
    ("_parent", ["所屬列", "所属行", "Belongs to row"]),
    ("_index", ["次序", "次序", "Number"]),
    ("_unit", ["單位", "单位", "Unit"]),
    ("_unit_id", ["單位編號", "单位编号", "Unit id"]),
    ("_building", ["樓宇", "楼宇", "Building"]),
    ("_floor", ["樓層", "楼层", "Floor"]),
    ("_campaign", ["調查活動", "调查活动", "Campaign"]),
    ("_by", ["經手人", "经手人", "By"]),
    ("_by_id", ["經手人編號", "经手人编号", "Person id"]),
    ("_device", ["裝置", "设备", "Device"]),
    ("_form", ["問卷", "问卷", "Form"]),
    ("_version", ["版本", "版本", "Version"]),
    ("_language", ["填寫語言", "填写语言", "Language"]),
    ("_started", ["開始", "开始", "Begun"]),
    ("_finished", ["完成", "完成", "Finished"]),
    ("_changed", ["最後更改", "最后更改", "Last changed"]),
    (
        "_changed_by",
        ["最後更改者", "最后更改者", "Last changed by"],
    ),
    ("_created", ["建立", "建立", "Created"]),
    ("label", ["單位", "单位", "Unit"]),
    ("tenure", ["業主或租戶", "业主或租户", "Owner or tenant"]),
    ("role", ["職務", "职务", "Role"]),
    ("name", ["名稱", "名称", "Name"]),
    ("quote", ["原話", "原话", "What was said"]),
    ("themes", ["主題", "主题", "Themes"]),
    ("note", ["備註", "备注", "Note"]),
    ("source", ["來源", "来源", "Source"]),
    ("moment", ["時刻", "时刻", "Moment"]),
    ("seconds", ["秒", "秒", "Seconds"]),
    ("speaker", ["說話的人", "说话的人", "Speaker"]),
    ("text", ["內容", "内容", "What was noted"]),
    ("group", ["座談會", "座谈会", "Group discussion"]),
    ("title", ["議題", "议题", "Subject"]),
    ("place", ["地點", "地点", "Place"]),
    ("minutes", ["時長（分鐘）", "时长（分钟）", "Minutes"]),
    ("present", ["在場的人", "在场的人", "Present"]),
    ("present_count", ["在場人數", "在场人数", "People present"]),
    (
        "consent_interview",
        ["同意訪談", "同意访谈", "Consent to the interview"],
    ),
    (
        "consent_recording",
        ["同意錄音", "同意录音", "Consent to recording"],
    ),
    (
        "consent_photo",
        ["同意拍照", "同意拍照", "Consent to photos"],
    ),
    (
        "guide_covered",
        ["已談提綱數", "已谈提纲数", "Guide points covered"],
    ),
    ("guide_points", ["提綱總數", "提纲总数", "Guide points"]),
    ("covered", ["已談提綱", "已谈提纲", "Points covered"]),
    ("lines", ["筆記行數", "笔记行数", "Lines"]),
    ("characters", ["筆記字數", "笔记字数", "Characters"]),
    ("recordings", ["錄音數", "录音数", "Recordings"]),
    (
        "recorded_seconds",
        ["錄音長度（秒）", "录音长度（秒）", "Seconds recorded"],
    ),
    ("files", ["附件數", "附件数", "Files"]),
    ("passages", ["摘錄數", "摘录数", "Passages"]),
    ("needs", ["需求數", "需求数", "Needs"]),
    ("review", ["審閱", "审阅", "Review"]),
    ("reviewed", ["審閱時間", "审阅时间", "Reviewed"]),
    ("content", ["需求內容", "需求内容", "Need"]),
    ("time", ["提出時間", "提出时间", "Said"]),
    ("source_id", ["來源編號", "来源编号", "Source id"]),
    ("passage_id", ["摘錄編號", "摘录编号", "Passage id"]),
    ("withdrawn", ["已撤銷", "已撤销", "Withdrawn"]),
];

/// Gives titles to columns of our own, where titles are asked for.
pub(super) fn title(columns: &mut [Column], lang: Option<Lang>) {
    let Some(lang) = lang else { return };
    let at = Lang::ALL.iter().position(|one| *one == lang).unwrap_or(0);
    for column in columns {
        let known = TITLES.iter().find(|(name, _)| *name == column.name);
        if let (None, Some((_, titles))) = (&column.label, known) {
            column.label = Some(titles[at].to_owned());
        }
    }
}

/// When the record was made, as its device claimed (RFC 3339).
pub(super) fn wall(record: &Record) -> &str {
    &record.created().wall
}

pub(super) fn id<'a>(id: RecordId) -> Cell<'a> {
    Cell::text(id.to_string())
}

/// A person's name; nothing where they are not known.
pub(super) fn person(state: &State, id: RecordId, lang: Lang) -> Cell<'_> {
    Cell::maybe(Person::find(state, id).map(|person| person.name(lang)))
}

/// A building's name.
pub(super) fn building(state: &State, id: Option<RecordId>, lang: Lang) -> Cell<'_> {
    let building = id.and_then(|id| Building::find(state, id));
    Cell::maybe(building.map(|building| building.name(lang)))
}
