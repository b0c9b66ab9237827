//! The body: which nodes are shown, as what, and in which groups.

use super::Reader;
use super::actions::Origin;
use super::source::{At, Space};
use crate::blueprint::{Plan, Shape, Shown};
use crate::form::HEADING;
use crate::limits;

/// What is around an element of the body.
#[derive(Clone)]
pub(super) struct Around {
    pub(super) path: String,
    pub(super) repeat: Option<usize>,
    /// The innermost group or repeat that has a node.
    shown: Option<usize>,
    depth: usize,
}

impl Reader<'_> {
    /// A first look: what is repeated, and what is a group even without anything in it.
    pub(super) fn outline(&mut self) {
        let Some(body) = self.body else { return };
        let mut stack = vec![(body, String::new(), 0)];
        while let Some((at, around, depth)) = stack.pop() {
            // Deeper is refused when the body is read.
            if depth > limits::GROUP_DEPTH {
                continue;
            }
            for child in self.xml.children(at) {
                let group = self.xml.is(child, "group");
                if !group && !self.xml.is(child, "repeat") {
                    continue;
                }
                let path = self
                    .target(&around, child)
                    .unwrap_or_else(|| around.clone());
                let kinds = if group {
                    &mut self.groups
                } else {
                    &mut self.repeats
                };
                kinds.insert(path.clone());
                stack.push((child, path, depth + 1));
            }
        }
    }

    pub(super) fn controls(&mut self) {
        let Some(body) = self.body else { return };
        let path = format!("/{}", super::binds::local(&self.form.root));
        let around = Around {
            path,
            repeat: None,
            shown: None,
            depth: 0,
        };
        self.shown(body, &around);
    }

    fn shown(&mut self, at: At, around: &Around) {
        if around.depth >= limits::GROUP_DEPTH {
            let place = self.place(&around.path, at);
            self.findings
                .error(&place, "too-deep", message!("groups are nested too deeply"));
            return;
        }
        let xml = self.xml;
        for child in xml.children(at) {
            let origin = Origin {
                control: None,
                repeat: around.repeat,
            };
            match xml.local(child) {
                "group" => self.group(child, around),
                "repeat" => self.repeated(child, around),
                // These are read with what they belong to.
                "label" | "hint" | "help" | "alert" => {}
                _ if self.action(child, &around.path, origin) => {}
                _ => self.control(child, around),
            }
        }
    }

    fn group(&mut self, at: At, around: &Around) {
        let path = self.target(&around.path, at);
        let mut inside = Around {
            depth: around.depth + 1,
            ..around.clone()
        };
        if let Some(path) = path {
            match self.paths.get(&path).copied() {
                Some(index) => {
                    self.looks(at, index, &path);
                    // The group around a repeat holds its label; the repeat says where it is.
                    if self.form.nodes[index].shape != Shape::Repeat {
                        self.note_shown(index, around);
                        inside.shown = Some(index);
                    }
                }
                // The root itself, for forms that put everything into one group.
                None if path.matches('/').count() <= 1 => {
                    inside.shown = self.heading(at, around);
                }
                None => {
                    let place = self.place(&path, at);
                    let message = message!("there is no such node in the primary instance");
                    self.findings.error(&place, "unknown-node", message);
                }
            }
            inside.path = path;
        } else if let Some(index) = self.only_repeat(at, around) {
            let path = around.path.clone();
            self.looks(at, index, &path);
        } else {
            inside.shown = self.heading(at, around);
        }
        self.shown(at, &inside);
    }

    /// The repeat that a group without a node is there to label.
    fn only_repeat(&self, at: At, around: &Around) -> Option<usize> {
        let xml = self.xml;
        let mut inner = xml.children(at).filter(|child| !xml.is(*child, "label"));
        let only = inner.next().filter(|child| xml.is(*child, "repeat"))?;
        if inner.next().is_some() {
            return None;
        }
        let path = self.target(&around.path, only)?;
        self.paths.get(&path).copied()
    }

    /// A node of the screen alone, for a group that has none but something to say. What is in any
    /// other stands in what is around it.
    fn heading(&mut self, at: At, around: &Around) -> Option<usize> {
        let xml = self.xml;
        let says = xml.attribute(at, "appearance").is_some()
            || xml.children(at).any(|child| xml.is(child, "label"));
        if !says || self.form.nodes.len() >= limits::NODES {
            return around.shown;
        }
        let index = self.form.nodes.len();
        let place = self.place(&around.path, at);
        let name = format!("{HEADING}{index}");
        // It hangs on the innermost node, which is in the same repeat as what it holds.
        let plan = Plan::new(name, around.shown, Shape::Group, place);
        self.form.nodes.push(plan);
        let path = around.path.clone();
        self.looks(at, index, &path);
        self.note_shown(index, around);
        Some(index)
    }

    /// Notes where the body shows a node; the first time counts.
    pub(super) fn note_shown(&mut self, index: usize, around: &Around) {
        let rank = self.ranks;
        self.ranks += 1;
        self.form.nodes[index].shown.get_or_insert(Shown {
            rank,
            around: around.shown,
        });
    }

    /// Labels, appearance and the like of a group or repeat.
    fn looks(&mut self, at: At, index: usize, path: &str) {
        self.captions(at, index, path);
        self.appearance(at, index);
    }

    fn repeated(&mut self, at: At, around: &Around) {
        let Some(path) = self.target(&around.path, at) else {
            let place = self.place(&around.path, at);
            let message = message!("this repeat does not say which node it repeats");
            self.findings.error(&place, "no-nodeset", message);
            return;
        };
        let Some(index) = self.paths.get(&path).copied() else {
            let place = self.place(&path, at);
            let message = message!("there is no such node in the primary instance");
            self.findings.error(&place, "unknown-node", message);
            return;
        };
        let of = |name: &str| self.xml.attribute_in(at, Space::JavaRosa, name);
        let count = self.expression(&path, at, "jr:count", of("count"));
        let fixed =
            of("noAddRemove").is_some_and(|text| matches!(text.trim(), "true()" | "true" | "1"));
        if self.form.nodes[index].shape != Shape::Repeat {
            let place = self.place(&path, at);
            let message = message!("this node can not be repeated");
            self.findings.error(&place, "not-repeatable", message);
            return;
        }
        let plan = &mut self.form.nodes[index];
        plan.repeat_count = count;
        plan.fixed = fixed;
        // One that nobody could add is there from the beginning.
        if fixed && plan.repeat_count.is_none() {
            plan.initial = plan.initial.max(1);
        }
        if plan.label.is_empty() {
            self.captions(at, index, &path);
        }
        self.appearance(at, index);
        self.note_shown(index, around);
        let inside = Around {
            path,
            repeat: Some(index),
            shown: Some(index),
            depth: around.depth + 1,
        };
        self.shown(at, &inside);
    }

    /// The label and the hints of a node.
    pub(super) fn captions(&mut self, at: At, index: usize, path: &str) {
        let xml = self.xml;
        for child in xml.children(at) {
            if xml.is(child, "label") {
                let words = self.words(child, path);
                let plan = &mut self.form.nodes[index];
                plan.label = words.text;
                plan.media = words.media;
                if plan.guidance_hint.is_empty() {
                    plan.guidance_hint = words.guidance;
                }
            } else if xml.is(child, "hint") {
                let words = self.words(child, path);
                let plan = &mut self.form.nodes[index];
                plan.hint = words.text;
                if !words.guidance.is_empty() {
                    plan.guidance_hint = words.guidance;
                }
            }
        }
    }

    pub(super) fn appearance(&mut self, at: At, index: usize) {
        let mut attributes = self.xml.attributes(at).iter();
        let found = attributes.find(|known| known.local == "appearance");
        if let Some(appearance) = found {
            let plan = &mut self.form.nodes[index];
            if !plan.appearance.is_empty() {
                plan.appearance.push(' ');
            }
            plan.appearance.push_str(appearance.value.trim());
        }
    }
}
