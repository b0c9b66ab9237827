//! Small preferences of this browser, in localStorage. Nothing that anyone would miss.

use gloo_storage::{LocalStorage, Storage};
use needs::Lang;
use serde::{Deserialize, Serialize};

use crate::screen::Flow;

const LANGUAGE: &str = "doorstep.language";
const LEFT: &str = "doorstep.left";
const HAD_SITE: &str = "doorstep.had-site";
const FLOW: &str = "doorstep.flow";
const KEEP_FILES: &str = "doorstep.keep-files";
const LAST_EXPORT: &str = "doorstep.last-export";
const VISIT_POSITION: &str = "doorstep.visit-position";
const THEME: &str = "doorstep.theme";

/// The language that was chosen, else the first of the browser's that the app has.
pub fn language() -> Lang {
    let chosen = LocalStorage::get::<String>(LANGUAGE).ok();
    let chosen = chosen.and_then(|tag| Lang::from_tag(&tag));
    chosen.or_else(browser_language).unwrap_or_default()
}

fn browser_language() -> Option<Lang> {
    let tags = web_sys::window()?.navigator().languages();
    tags.iter()
        .find_map(|tag| Lang::from_tag(&tag.as_string()?))
}

/// Keeps the language.
pub fn set_language(lang: Lang) {
    // A browser that keeps no preferences shows its own language next time.
    let _ = LocalStorage::set(LANGUAGE, lang.tag());
}

/// Whether this browser has opened a site before. If it has and the storage is empty, someone or
/// something has cleared it.
pub fn had_site() -> bool {
    LocalStorage::get(HAD_SITE).unwrap_or(false)
}

/// Keeps that a site was opened.
pub fn set_had_site() {
    LocalStorage::delete(LEFT);
    let _ = LocalStorage::set(HAD_SITE, true);
}

/// Whether the person has taken the last site off this tablet: none is opened unasked.
pub fn has_left() -> bool {
    LocalStorage::get(LEFT).unwrap_or(false)
}

/// Keeps that they have, so that an empty storage is no riddle.
pub fn set_left() {
    LocalStorage::delete(HAD_SITE);
    let _ = LocalStorage::set(LEFT, true);
}

/// For how many days photos and files stay here after the server has them; `None` for as long as
/// there is room.
pub fn keep_files_days() -> Option<u32> {
    let days: u32 = LocalStorage::get(KEEP_FILES).unwrap_or(30);
    (days > 0).then_some(days)
}

/// Keeps for how many days files stay.
pub fn set_keep_files_days(days: Option<u32>) {
    let _ = LocalStorage::set(KEEP_FILES, days.unwrap_or(0));
}

/// When everything was last exported to a file from this browser, in milliseconds since 1970.
pub fn last_export_ms() -> Option<i64> {
    LocalStorage::get(LAST_EXPORT).ok()
}

/// Keeps when everything was exported.
pub fn set_last_export_ms(at_ms: i64) {
    let _ = LocalStorage::set(LAST_EXPORT, at_ms);
}

/// Whether the position of visits may be noted, once the person has said so.
pub fn visit_position() -> Option<bool> {
    LocalStorage::get(VISIT_POSITION).ok()
}

/// Keeps whether it may.
pub fn set_visit_position(may: bool) {
    let _ = LocalStorage::set(VISIT_POSITION, may);
}

/// How questionnaires are shown, if the person has said so.
pub fn flow() -> Option<Flow> {
    LocalStorage::get(FLOW).ok()
}

/// Keeps how questionnaires are shown.
pub fn set_flow(flow: Flow) {
    let _ = LocalStorage::set(FLOW, flow);
}

/// How the screen looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Black on white with strong lines: sunlight.
    Contrast,
}

impl Theme {
    /// Every look, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Light, Self::Dark, Self::Contrast];

    /// The value of `data-theme` on the root element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }
}

/// The look that was chosen.
pub fn theme() -> Theme {
    LocalStorage::get(THEME).unwrap_or_default()
}

/// Keeps the look.
pub fn set_theme(theme: Theme) {
    let _ = LocalStorage::set(THEME, theme);
}
