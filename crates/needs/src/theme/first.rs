//! The tree that a team begins with: the categories of the regulations.

use ledger::{Change, Fields, RecordId, SiteId, uuid_v7};

use super::{STEP, change};
use crate::Localised;

type Entry = Localised<'static>;

const fn text(zh_hant: &'static str, zh_hans: &'static str, en: &'static str) -> Entry {
    Localised {
        zh_hant,
        zh_hans,
        en,
    }
}

/// The eleven services that work instruction 4.2 asks about.
const SERVICES: [Entry; 11] = [
    text("家政服務", "家政服务", "Housekeeping"),
    text("商務服務", "商务服务", "Business services"),
    text("社區健康服務", "社区健康服务", "Community health"),
    text("小孩放學代管", "小孩放学代管", "After-school care"),
    text("小區文化活動", "小区文化活动", "Community culture"),
    text("老年活動", "老年活动", "Activities for the elderly"),
    text("生日聚會", "生日聚会", "Birthday parties"),
    text("接送客人", "接送客人", "Meeting and seeing off guests"),
    text("代辦旅遊服務", "代办旅游服务", "Travel booking"),
    text("組織外出參觀活動", "组织外出参观活动", "Group outings"),
    text(
        "其他禮儀活動",
        "其他礼仪活动",
        "Other ceremonial activities",
    ),
];

/// What a customer expects at least of the management (篇2, 1).
const MANAGEMENT: [Entry; 5] = [
    text("環境質量", "环境质量", "Environment"),
    text("綠化質量", "绿化质量", "Greening"),
    text("維修保養", "维修保养", "Repairs and upkeep"),
    text("供水供電", "供水供电", "Water and power"),
    text("電梯運行", "电梯运行", "Lifts"),
];

/// How a service feels to whoever receives it (篇2, 2).
const SERVICE: [Entry; 3] = [
    text("接待態度", "接待态度", "Manner of staff"),
    text("投訴處理", "投诉处理", "Handling of complaints"),
    text("後續跟進", "后续跟进", "Following up"),
];

/// What a customer buys and would like to buy (篇2, 3).
const OPERATIONS: [Entry; 3] = [
    text("購買行為", "购买行为", "Purchases"),
    text("購買興趣", "购买兴趣", "Interests"),
    text("購買計劃", "购买计划", "Plans"),
];

const TREE: [(Entry, &[Entry]); 4] = [
    (
        text("服務項目", "服务项目", "Services asked for"),
        &SERVICES,
    ),
    (text("管理", "管理", "Management"), &MANAGEMENT),
    (text("服務", "服务", "Service"), &SERVICE),
    (text("經營", "经营", "Operations"), &OPERATIONS),
];

/// The first tree of a site. The same site has the same ids, so that two tablets that begin it
/// without knowing of each other make one tree.
pub fn first_tree(site: SiteId) -> Vec<Change> {
    let mut changes = Vec::new();
    for (order, (top, below)) in (1..).zip(TREE) {
        let parent = nth(site, changes.len());
        changes.push(entry(parent, top, None, order));
        for (order, theme) in (1..).zip(below) {
            let id = nth(site, changes.len());
            changes.push(entry(id, *theme, Some(parent), order));
        }
    }
    changes
}

fn entry(id: RecordId, name: Entry, parent: Option<RecordId>, order: i64) -> Change {
    let mut set = Fields::from([("order".to_owned(), (order * STEP).into())]);
    name.put("name", &mut set);
    set.extend(parent.map(|parent| ("parent".to_owned(), parent.to_string().into())));
    change(id, set)
}

/// The id of the site's nth first theme: the random part of the site's own id, counted up.
fn nth(site: SiteId, n: usize) -> RecordId {
    let mut random = [0; 10];
    random.copy_from_slice(&site.0.as_bytes()[6..]);
    random[8] ^= 0x7e;
    random[9] ^= u8::try_from(n).unwrap_or(u8::MAX);
    RecordId(uuid_v7(FIRST_MS, random))
}

/// The time that is in the ids of first themes, in milliseconds since 1970.
const FIRST_MS: u64 = 1_700_000_000_001;
