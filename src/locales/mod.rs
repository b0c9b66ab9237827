//! Every text of the app, in Traditional Chinese, Simplified Chinese and English side by side.
//!
//! A screen has its texts in a file of its own. A key with a language missing, or with another
//! number of `{}` in one of them, does not compile.

mod access;
mod backup;
mod campaign;
mod code;
mod consent;
mod controls;
mod design;
mod door;
mod estate;
mod estate_import;
mod findings;
mod forms;
mod lock;
mod notebook;
mod office;
mod plan;
mod progress;
mod residents;
mod review;
mod rounds;
mod settings;
mod shell;
mod survey;
mod tables;
mod themes;
mod today;
mod trail;
mod visit;
mod way;

use std::cell::Cell;

use needs::Lang;

pub use access::AccessTexts;
pub use backup::BackupTexts;
pub use campaign::CampaignTexts;
pub use code::CodeTexts;
pub use consent::ConsentTexts;
pub use controls::ControlTexts;
pub use design::DesignTexts;
pub use door::DoorTexts;
pub use estate::EstateTexts;
pub use estate_import::ImportTexts;
pub use findings::{finding, finding_line, finding_place};
pub use forms::FormsTexts;
pub use lock::LockTexts;
pub use notebook::NotebookTexts;
pub use office::OfficeTexts;
pub use plan::PlanTexts;
pub use progress::ProgressTexts;
pub use residents::ResidentTexts;
pub use review::ReviewTexts;
pub use rounds::RoundsTexts;
pub use settings::SettingsTexts;
pub use shell::ShellTexts;
pub use survey::SurveyTexts;
pub use tables::TableTexts;
pub use themes::ThemeTexts;
pub use today::TodayTexts;
pub use trail::TrailTexts;
pub use visit::VisitTexts;
pub use way::WayTexts;

/// Declares the texts of a screen: `key: "繁體中文", "简体中文", "English";`.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident {
        $($key:ident: $zh_hant:literal, $zh_hans:literal, $en:literal;)+
    }) => {
        $(#[$doc])*
        pub struct $name {
            $(#[doc = $en] pub $key: &'static str,)+
        }

        impl $name {
            const ZH_HANT: Self = Self { $($key: $zh_hant,)+ };
            const ZH_HANS: Self = Self { $($key: $zh_hans,)+ };
            const EN: Self = Self { $($key: $en,)+ };

            /// The texts in the language of the screen.
            pub fn now() -> &'static Self {
                match $crate::locales::language() {
                    needs::Lang::ZhHant => &Self::ZH_HANT,
                    needs::Lang::ZhHans => &Self::ZH_HANS,
                    needs::Lang::En => &Self::EN,
                }
            }
        }

        $(const _: () = {
            let gaps = $crate::locales::gaps($en);
            assert!(gaps == $crate::locales::gaps($zh_hant), "a text has another number of gaps in zh-Hant");
            assert!(gaps == $crate::locales::gaps($zh_hans), "a text has another number of gaps in zh-Hans");
        };)+
    };
}
use texts;

/// How many `{}` a text has.
const fn gaps(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut found) = (1, 0);
    while at < bytes.len() {
        if bytes[at - 1] == b'{' && bytes[at] == b'}' {
            found += 1;
        }
        at += 1;
    }
    found
}

/// Puts values in the place of `{}`, in order. `{s}` is the ending of an English noun after a
/// value: none after 1.
pub fn fill(text: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut values = values.iter();
    let mut parts = text.split("{}");
    filled.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let value = values.next().map(ToString::to_string).unwrap_or_default();
        filled.push_str(&value);
        filled.push_str(&part.replace("{s}", if value == "1" { "" } else { "s" }));
    }
    filled
}

thread_local! {
    static LANGUAGE: Cell<Lang> = const { Cell::new(Lang::ZhHant) };
}

/// The language of the screen. The whole screen is built anew when it changes, so that nothing in
/// it has to follow; what comes later, out of a request or a save, finds it here too.
pub fn language() -> Lang {
    LANGUAGE.get()
}

/// Changes the language of what is built from now on.
pub fn set_language(lang: Lang) {
    LANGUAGE.set(lang);
}
