//! Ranges of bytes in headers (RFC 9110, section 14).

/// A part that is sent: `Content-Range: bytes 0-1023/4096`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    /// Where it begins.
    pub(crate) from: u64,
    /// The byte after its last.
    pub(crate) to: u64,
    /// How long the whole is.
    pub(crate) total: u64,
}

impl Sent {
    /// How many bytes it has; at least one.
    pub(crate) fn length(self) -> u64 {
        self.to - self.from
    }
}

/// A number of digits alone, below 2⁵³.
fn number(text: &str) -> Option<u64> {
    let digits = (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Reads `Content-Range`.
pub(crate) fn sent(header: &str) -> Option<Sent> {
    let (range, total) = header.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (from, last, total) = (number(first)?, number(last)?, number(total)?);
    (from <= last && last < total).then_some(Sent {
        from,
        to: last + 1,
        total,
    })
}

/// What a reader asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    All,
    Part {
        from: u64,
        /// The byte after the last.
        to: u64,
    },
    /// There is no such part.
    Nothing,
}

/// Reads `Range` for a file of `size` bytes. More than one range, or what is not understood, is
/// answered with all of it, as the RFC allows.
pub(crate) fn wanted(header: Option<&str>, size: u64) -> Wanted {
    let range = header.and_then(|header| header.strip_prefix("bytes=")?.split_once('-'));
    let (from, to) = match range {
        Some(("", last)) => match number(last) {
            Some(last) => (size.saturating_sub(last), size),
            None => return Wanted::All,
        },
        Some((first, "")) => match number(first) {
            Some(first) => (first, size),
            None => return Wanted::All,
        },
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => (first, size.min(last + 1)),
            _ => return Wanted::All,
        },
        None => return Wanted::All,
    };
    if from < to {
        Wanted::Part { from, to }
    } else {
        Wanted::Nothing
    }
}

/// Whether `If-None-Match` names this tag.
pub(crate) fn names(header: &str, tag: &str) -> bool {
    header
        .split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == "*" || known == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_sent_lies_within_its_whole() {
        let part = |from, to, total| Some(Sent { from, to, total });
        assert_eq!(sent("bytes 0-0/1"), part(0, 1, 1));
        assert_eq!(sent("bytes 5-9/10"), part(5, 10, 10));
        for wrong in [
            "bytes 5-4/10",
            "bytes 0-10/10",
            "bytes 0-1/*",
            "bytes */10",
            "bytes -1/10",
            "bytes +0-1/10",
            "octets 0-1/10",
            "bytes 0-1",
            "bytes 0-99999999999999999999/99999999999999999999",
            "",
        ] {
            assert_eq!(sent(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_reader_asks_for_is_cut_to_what_there_is() {
        let part = |from, to| Wanted::Part { from, to };
        let ask = |header| wanted(Some(header), 10);
        assert_eq!(wanted(None, 10), Wanted::All);
        assert_eq!(ask("bytes=0-3"), part(0, 4));
        assert_eq!(ask("bytes=4-"), part(4, 10));
        assert_eq!(ask("bytes=-3"), part(7, 10));
        assert_eq!(ask("bytes=-30"), part(0, 10));
        assert_eq!(ask("bytes=8-300"), part(8, 10));
        assert_eq!(ask("bytes=10-"), Wanted::Nothing);
        assert_eq!(ask("bytes=-0"), Wanted::Nothing);
        assert_eq!(ask("bytes=5-4"), Wanted::All);
        assert_eq!(ask("bytes=0-1,4-5"), Wanted::All);
        assert_eq!(ask("lines=0-1"), Wanted::All);
    }
}
