//! Names of files as ODK gives them: made here, so that two never meet and none is a trick.

use ledger::is_plain_name;

use crate::platform::{clock, random};

/// Characters that are kept of the name that a person's file had.
const KEPT: usize = 60;

/// A new name: `1732263600000-ab12.jpg`, or `plan-1732263600000-ab12.pdf` where the file had a
/// name of its own.
pub(super) fn name_for(wish: &str, media_type: &str) -> String {
    let number = format!("{}-{:04x}", clock::now_ms(), random::jitter());
    named(wish, media_type, &number)
}

fn named(wish: &str, media_type: &str, number: &str) -> String {
    let wish = wish.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, extension) = match wish.rsplit_once('.') {
        Some((stem, extension)) if is_extension(extension) => (stem, extension.to_lowercase()),
        _ => (wish, extension_of(media_type).to_owned()),
    };
    let stem: String = stem
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        .take(KEPT)
        .collect();
    let stem = stem.trim();
    let named = format!("{stem}-{number}.{extension}");
    if !stem.is_empty() && is_plain_name(&named) {
        named
    } else {
        format!("{number}.{extension}")
    }
}

fn is_extension(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn extension_of(media_type: &str) -> &'static str {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "audio/webm" | "video/webm" => "webm",
        "audio/mp4" | "audio/x-m4a" => "m4a",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "audio/wav" | "audio/x-wav" => "wav",
        "video/mp4" => "mp4",
        "video/quicktime" => "mov",
        "text/csv" => "csv",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_new_and_says_what_the_file_was() {
        let name = |wish, media_type| named(wish, media_type, "17-ab12");
        assert_eq!(name("", "image/jpeg"), "17-ab12.jpg");
        assert_eq!(name("", "audio/webm;codecs=opus"), "17-ab12.webm");
        assert_eq!(
            name("Plan (3).PDF", "application/pdf"),
            "Plan 3-17-ab12.pdf"
        );
        assert_eq!(name("平面圖.png", "image/png"), "平面圖-17-ab12.png");
    }

    #[test]
    fn a_trick_in_a_name_is_gone() {
        let long = "x".repeat(500);
        let wishes = [
            "../../etc/passwd",
            "C:\\Windows\\a.exe",
            ".htaccess",
            "a.b/c",
            "<img src=x>.png",
            "a\0b.jpg",
            "..",
            "/",
            "a.tar.gz/..",
            &long,
        ];
        for wish in wishes {
            let made = named(wish, "text/html", "17-ab12");
            assert!(is_plain_name(&made), "{wish} became {made}");
        }
        assert_eq!(named("../../etc/passwd", "", "1"), "passwd-1.bin");
    }
}
