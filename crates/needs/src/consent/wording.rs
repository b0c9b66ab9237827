//! The words in which consent is asked for, by version. A version is never changed: the next one
//! follows it, and whoever agreed to the earlier one is asked again.

use ledger::{Change, Fields, Record, RecordId, State, uuid_v7};

use super::Scope;
use crate::{Lang, Localised, language::localised};

/// One version of the words for one scope.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The record's id.
    pub id: RecordId,
    /// What it asks for.
    pub scope: Scope,
    /// Its number, from 1.
    pub version: u32,
    /// `None` for the words that come with the app, until a site has written them down.
    record: Option<&'a Record>,
}

const TEXT: &str = "text";

impl<'a> Wording<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "wording";

    /// Every version that a site has written down, in no particular order.
    pub fn all(state: &'a State) -> impl Iterator<Item = Self> {
        state
            .records(Self::KIND)
            .filter_map(|(id, record)| Self::read(id, record))
    }

    fn read(id: RecordId, record: &'a Record) -> Option<Self> {
        let version = record.integer("version");
        Some(Self {
            id,
            scope: Scope::named(record.text("scope")?)?,
            version: version.and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
            record: Some(record),
        })
    }

    /// The words that come with the app.
    pub fn built_in(scope: Scope) -> Self {
        let number = match scope {
            Scope::Survey => 1,
            Scope::Interview => 2,
            Scope::Recording => 3,
            Scope::Photo => 4,
        };
        Self {
            // The same on every device, so that it can be named before a site has written it down.
            id: RecordId(uuid_v7(1_700_000_000_000, [number; 10])),
            scope,
            version: 1,
            record: None,
        }
    }

    /// The words to use today: the last version, or those that come with the app.
    pub fn current(state: &'a State, scope: Scope) -> Self {
        Self::all(state)
            .filter(|wording| wording.scope == scope)
            .max_by_key(|wording| (wording.version, wording.id))
            .unwrap_or_else(|| Self::built_in(scope))
    }

    /// One version.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        let written = state.record(Self::KIND, id);
        written
            .and_then(|record| Self::read(id, record))
            .or_else(|| {
                let built_in = Scope::ALL.into_iter().map(Self::built_in);
                built_in.into_iter().find(|wording| wording.id == id)
            })
    }

    /// What is read to the person.
    pub fn text(self, lang: Lang) -> &'a str {
        match self.record {
            Some(record) => localised(record, TEXT, lang),
            None => given(self.scope).get(lang),
        }
    }

    /// Writes the version after `self`; `id` is the new record's.
    pub fn followed_by(self, id: RecordId, text: Localised<'_>) -> Change {
        write(id, self.scope, self.version.saturating_add(1), text)
    }

    /// Writes down the words that come with the app, so that a site can read and follow them.
    pub fn first() -> impl Iterator<Item = Change> {
        Scope::ALL.into_iter().map(|scope| {
            let wording = Wording::built_in(scope);
            write(wording.id, scope, wording.version, given(scope))
        })
    }
}

fn write(id: RecordId, scope: Scope, version: u32, text: Localised<'_>) -> Change {
    let mut set = Fields::from([
        ("scope".to_owned(), scope.name().into()),
        ("version".to_owned(), version.into()),
    ]);
    text.put(TEXT, &mut set);
    Change {
        kind: Wording::KIND.to_owned(),
        id,
        set,
    }
}

/// The words that come with the app: who asks, what for, who sees it, and that it can be taken
/// back.
const fn given(scope: Scope) -> Localised<'static> {
    match scope {
        Scope::Survey => Localised {
            zh_hant: "我們想了解您對屋苑服務的需要，約需 10 分鐘。您的回答只供服務中心改善服務，不會公開，報告裡不會出現您的姓名和門牌。您可以不參加，可以不答某一題，也可以隨時撤回。您願意參加嗎？",
            zh_hans: "我们想了解您对小区服务的需要，大约需要 10 分钟。您的回答只供服务中心改善服务，不会公开，报告里不会出现您的姓名和门牌。您可以不参加，可以不答某一题，也可以随时撤回。您愿意参加吗？",
            en: "We would like to learn which services you need. It takes about ten minutes. \
                 Your answers are used only by the service centre to improve its services; \
                 reports never show your name or flat. You may decline, leave out any \
                 question, and take your answers back at any time. Would you like to take \
                 part?",
        },
        Scope::Interview => Localised {
            zh_hant: "我們想和您談約 20 分鐘，聽聽您對屋苑的看法。談話內容會作筆記，只供服務中心改善服務，報告裡不會出現您的姓名和門牌。您可以不談，可以隨時停止，也可以日後撤回。您願意談談嗎？",
            zh_hans: "我们想和您谈大约 20 分钟，听听您对小区的看法。谈话内容会做笔记，只供服务中心改善服务，报告里不会出现您的姓名和门牌。您可以不谈，可以随时停止，也可以日后撤回。您愿意谈谈吗？",
            en: "We would like to talk with you for about twenty minutes about living here. \
                 We take notes, which only the service centre uses to improve its services; \
                 reports never show your name or flat. You may decline, stop at any time, and \
                 take it back later. Are you willing to talk with us?",
        },
        Scope::Recording => Localised {
            zh_hant: "為了準確記下您的意思，我們想錄音。錄音只用來核對筆記，不會播放給其他人聽。您可以不同意，也可以隨時要求停止或刪除。您同意錄音嗎？",
            zh_hans: "为了准确记下您的意思，我们想录音。录音只用来核对笔记，不会播放给其他人听。您可以不同意，也可以随时要求停止或删除。您同意录音吗？",
            en: "To get what you say right, we would like to record the sound. The recording \
                 is only used to check our notes and is played to nobody else. You may say \
                 no, and have it stopped or deleted at any time. May we record?",
        },
        Scope::Photo => Localised {
            zh_hant: "我們想拍下與您的意見有關的地方，不會拍到人。照片只供服務中心處理問題。您可以不同意，也可以隨時要求刪除。您同意拍照嗎？",
            zh_hans: "我们想拍下与您的意见有关的地方，不会拍到人。照片只供服务中心处理问题。您可以不同意，也可以随时要求删除。您同意拍照吗？",
            en: "We would like to take photos of the place that you speak of, without people. \
                 They are only used by the service centre to deal with it. You may say no, \
                 and have them deleted at any time. May we take photos?",
        },
    }
}
