//! Where a passage lies in a text that may have been corrected since. Offsets count characters.

use std::ops::Range;

/// A line of a text that passages are marked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// What names it: a line's key, or the path of an answer.
    pub key: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A place between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    /// The line.
    pub line: &'a str,
    /// How many characters of the line stand before it.
    pub offset: usize,
}

/// Whether a passage still says what was marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Word for word, at its old place or at another one of its line.
    Kept,
    /// The text was changed since. What was marked is in the quote.
    Changed,
}

/// Where a passage lies now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The first line, by its number, and how many of its characters stand before the passage.
    pub from: (usize, usize),
    /// The last line, and how many of its characters stand before the passage's end.
    pub to: (usize, usize),
    /// Whether it says what was marked.
    pub standing: Standing,
}

impl Place {
    /// The characters of a line that the passage covers.
    pub fn within(&self, line: usize, text: &str) -> Option<Range<usize>> {
        if line < self.from.0 || self.to.0 < line {
            return None;
        }
        let end = text.chars().count();
        let from = if line == self.from.0 { self.from.1 } else { 0 };
        let to = if line == self.to.0 { self.to.1 } else { end };
        (from < to.min(end)).then(|| from..to.min(end))
    }
}

/// Finds a passage in a text. Where its words stand no longer where they were marked, they are
/// looked for in the same lines; where they are nowhere, it lies about where it was. Nothing where
/// its first line is gone.
pub(super) fn locate(
    lines: &[Line<'_>],
    from: Spot<'_>,
    to: Spot<'_>,
    quote: &str,
) -> Option<Place> {
    let number = |spot: Spot<'_>| lines.iter().position(|line| line.key == spot.line);
    let first = number(from)?;
    let last = number(to).filter(|last| *last >= first);
    let place = |from, to, standing| Place { from, to, standing };
    if let Some(last) = last {
        let (begin, end) = ((first, from.offset), (last, to.offset));
        if quote_of(lines, begin, end) == quote {
            return Some(place(begin, end, Standing::Kept));
        }
        let found = if first == last {
            nearest(lines[first].text, quote, from.offset)
                .map(|found| ((first, found.start), (first, found.end)))
        } else {
            across(&lines[first..=last], quote).map(|(begin, end)| ((first, begin), (last, end)))
        };
        if let Some((begin, end)) = found {
            return Some(place(begin, end, Standing::Kept));
        }
    }
    let last = last.unwrap_or(first);
    let length = |line: usize| lines[line].text.chars().count();
    let begin = from.offset.min(length(first));
    let end = to.offset.min(length(last));
    // An empty stretch could be neither seen nor touched: then it is the whole line.
    let (begin, end) = if first == last && begin >= end {
        (0, length(first))
    } else {
        (begin, end)
    };
    Some(place((first, begin), (last, end), Standing::Changed))
}

/// The text from one place to another; lines are parted by line feeds.
pub fn quote_of(lines: &[Line<'_>], from: (usize, usize), to: (usize, usize)) -> String {
    let mut quote = String::new();
    for (number, line) in lines.iter().enumerate().take(to.0 + 1).skip(from.0) {
        if number > from.0 {
            quote.push('\n');
        }
        let begin = if number == from.0 { from.1 } else { 0 };
        let end = if number == to.0 { to.1 } else { usize::MAX };
        let length = end.saturating_sub(begin);
        quote.extend(line.text.chars().skip(begin).take(length));
    }
    quote
}

/// Where `quote` stands in `text`, as near as possible to where it was.
fn nearest(text: &str, quote: &str, offset: usize) -> Option<Range<usize>> {
    if quote.is_empty() {
        return None;
    }
    let length = quote.chars().count();
    let found = text.match_indices(quote);
    let begins = found.map(|(at, _)| text[..at].chars().count());
    let begin = begins.min_by_key(|begin| begin.abs_diff(offset))?;
    Some(begin..begin + length)
}

/// Where a quote of several lines begins in the first and ends in the last of `lines`.
fn across(lines: &[Line<'_>], quote: &str) -> Option<(usize, usize)> {
    let mut parts = quote.split('\n');
    let (first, last) = (parts.next()?, parts.next_back()?);
    let (head, rest) = lines.split_first()?;
    let (tail, between) = rest.split_last()?;
    let same = between.iter().map(|line| line.text).eq(parts);
    let kept = same && head.text.ends_with(first) && tail.text.starts_with(last);
    let count = |text: &str| text.chars().count();
    kept.then(|| (count(head.text) - count(first), count(last)))
}

/// A stretch of a line that the same passages cover from its beginning to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text.
    pub text: &'a str,
    /// How many characters of the line stand before it.
    pub offset: usize,
    /// Which passages cover it: their numbers in what [`pieces`] was given.
    pub marks: Vec<usize>,
}

/// Cuts a line wherever a passage begins or ends; `marks` are the characters that each covers.
pub fn pieces<'a>(text: &'a str, marks: &[(usize, Range<usize>)]) -> Vec<Piece<'a>> {
    let mut cuts: Vec<usize> = vec![0];
    cuts.extend(marks.iter().flat_map(|(_, range)| [range.start, range.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::with_capacity(cuts.len());
    let mut rest = text;
    for (at, begin) in cuts.iter().enumerate() {
        let length = cuts.get(at + 1).map_or(usize::MAX, |next| next - begin);
        let (piece, after) = rest.split_at(char_at(rest, length));
        rest = after;
        if piece.is_empty() {
            continue;
        }
        let covers = marks.iter().filter(|(_, range)| range.contains(begin));
        pieces.push(Piece {
            text: piece,
            offset: *begin,
            marks: covers.map(|(mark, _)| *mark).collect(),
        });
    }
    pieces
}

/// The byte at which a character begins; the text's end where it has fewer.
pub fn char_at(text: &str, offset: usize) -> usize {
    text.char_indices()
        .nth(offset)
        .map_or(text.len(), |(at, _)| at)
}
