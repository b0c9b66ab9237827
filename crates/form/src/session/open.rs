//! How a session begins: anew, from a draft, or to look at a response.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use super::arena::Arena;
use super::tally::Tallies;
use super::{Answers, Changes, ItemId, Mode, Session, value_type};
use crate::blueprint::Preload;
use crate::context::Context;
use crate::form::{CellId, Form, FrameId, NodeKind};
use crate::limits;
use crate::random::{Random, uuid};
use crate::xpath::{Patterns, date_text, date_time_text, parse_date_time};
use crate::zone::Clock;

impl Session {
    /// Begins a response: metadata, defaults and first calculations are in place.
    #[must_use]
    pub fn start(form: Arc<Form>, context: Context) -> Self {
        let mut session = Self::empty(form, context, Mode::Fill);
        let form = Arc::clone(&session.form);
        session.birth(&form, FrameId::ROOT, None);
        session.begin_with(&form);
        session.preload(&form, true);
        session.settle();
        session.opened(&[&form.first_load, &form.load])
    }

    /// Goes on with a draft that [`Session::answers`] has given.
    ///
    /// Defaults are not applied again. Values that have no place in the form are kept in
    /// [`Session::leftover`].
    #[must_use]
    pub fn resume(form: Arc<Form>, context: Context, saved: &Answers) -> Self {
        let mut session = Self::empty(form, context, Mode::Fill);
        session.restore(saved);
        let form = Arc::clone(&session.form);
        session.preload(&form, false);
        session.opened(&[&form.load])
    }

    /// Shows a finished response: nothing is calculated, nothing can be changed.
    #[must_use]
    pub fn view_answers(form: Arc<Form>, saved: &Answers) -> Self {
        let mut session = Self::empty(form, Context::default(), Mode::View);
        session.restore(saved);
        session.go_back_in_time();
        session.opened(&[])
    }

    /// Sets the clock to when the response was finished, or begun: what was relevant then is shown.
    fn go_back_in_time(&mut self) {
        for preload in [Preload::Today, Preload::Start, Preload::End] {
            for item in self.arena.live() {
                if self.form.node(self.arena.node(item)).preload == Some(preload) {
                    let moment = parse_date_time(&self.arena.slot(item).value, Clock::UTC);
                    self.context.now = moment.unwrap_or(self.context.now);
                }
            }
        }
    }

    fn empty(form: Arc<Form>, context: Context, mode: Mode) -> Self {
        Self {
            language: form.default_language,
            random: Cell::new(Random::new(context.seed)),
            tallies: Tallies::default(),
            form,
            context,
            mode,
            arena: Arena::default(),
            patterns: Patterns::default(),
            leftover: Answers::new(),
            queue: BTreeSet::new(),
            actions: VecDeque::new(),
            picked: HashMap::new(),
            unplaced: Vec::new(),
            changes: Changes::default(),
            touched: BTreeSet::new(),
            opening: true,
            restoring: false,
        }
    }

    /// Settles, then lets happen what a load sets.
    fn opened(mut self, events: &[&[CellId]]) -> Self {
        self.settle();
        let form = Arc::clone(&self.form);
        for cell in events.iter().copied().flatten() {
            self.act(&form, Arena::ROOT, FrameId::ROOT, *cell);
        }
        self.settle();
        self.opening = false;
        self
    }

    /// The values of the form's own instance that are no defaults.
    fn begin_with(&mut self, form: &Form) {
        for (path, value) in &form.initial {
            if let Some(item) = self.find(path) {
                self.begin_node(form, item, value);
            }
        }
        // Instances that the form itself has are not new ones.
        self.actions.clear();
    }

    fn begin_node(&mut self, form: &Form, item: ItemId, value: &str) {
        let node = form.node(self.arena.node(item));
        match node.kind {
            // Where the form counts, an instance gets its values when it comes to be.
            NodeKind::Repeat(_) if node.repeat_count.is_none() => {
                if !self.arena.is_instance(item) {
                    self.resize(form, item, value.parse().unwrap_or(0));
                }
            }
            NodeKind::Repeat(_) | NodeKind::Group => {}
            _ => {
                let value = value_type::loaded(node, value);
                self.put_value(form, item, value);
            }
        }
    }

    /// The values that the form's own instance has for this instance of a counted repeat.
    pub(super) fn begin_instance(&mut self, form: &Form, instance: ItemId) {
        if form.initial.is_empty() {
            return;
        }
        let inside = format!("{}/", self.path(instance));
        for (path, value) in &form.initial {
            if path.starts_with(&inside)
                && let Some(item) = self.find(path)
            {
                self.begin_node(form, item, value);
            }
        }
    }

    fn restore(&mut self, saved: &Answers) {
        self.restoring = true;
        let form = Arc::clone(&self.form);
        self.birth(&form, FrameId::ROOT, None);
        for (path, value) in saved {
            let placed = value.len() <= limits::ANSWER_BYTES
                && self
                    .make(&form, path)
                    .is_some_and(|item| self.hold(&form, item, value));
            if !placed {
                self.leftover.insert(path.clone(), value.clone());
            }
        }
        self.restoring = false;
    }

    /// Stores a saved value; `false` if there is a value for something that holds none.
    fn hold(&mut self, form: &Form, item: ItemId, value: &str) -> bool {
        match form.node(self.arena.node(item)).kind {
            NodeKind::Group | NodeKind::Repeat(_) => value.is_empty(),
            _ => {
                self.put_value(form, item, value.to_owned());
                true
            }
        }
    }

    /// The item at a path; instances that are named and missing are made.
    fn make(&mut self, form: &Form, path: &str) -> Option<ItemId> {
        let mut at = self.root();
        for (name, number) in steps(path)? {
            at = self.child(at, name)?;
            let repeat = matches!(form.node(self.arena.node(at)).kind, NodeKind::Repeat(_));
            match (repeat, number) {
                (true, number) => {
                    let number = number.unwrap_or(1);
                    if number == 0 || number > limits::REPEAT_COUNT {
                        return None;
                    }
                    while self.arena.instance_count(at) < number {
                        self.grow(form, at)?;
                    }
                    at = self.arena.instance(at, number)?;
                }
                (false, None | Some(1)) => {}
                (false, Some(_)) => return None,
            }
        }
        Some(at)
    }

    /// The item at a path such as `/household[2]/age`; a repeat without a number stands for itself
    /// at the end of a path, and for its only instance before that.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<ItemId> {
        let mut at = self.root();
        for (name, number) in steps(path)? {
            if let Some(only) = self.arena.only_instance(at) {
                at = only;
            }
            at = self.child(at, name)?;
            if let Some(number) = number {
                let repeat = matches!(
                    self.form.node(self.arena.node(at)).kind,
                    NodeKind::Repeat(_)
                );
                at = match (repeat, number) {
                    (true, number) => self.arena.instance(at, number)?,
                    (false, 1) => at,
                    (false, _) => return None,
                };
            }
        }
        Some(at)
    }

    fn child(&self, item: ItemId, name: &str) -> Option<ItemId> {
        let local = |name: &str| {
            name.split_once(':')
                .map_or(0, |(prefix, _)| prefix.len() + 1)
        };
        let wanted = &name[local(name)..];
        let named = |child: &ItemId| {
            let known = &self.form.node(self.arena.node(*child)).name;
            known == name || &known[local(known)..] == wanted
        };
        self.arena
            .children(&self.form, item)
            .into_iter()
            .find(named)
    }

    fn new_uuid(&self) -> String {
        let mut random = self.random.get();
        let (high, low) = (random.next(), random.next());
        self.random.set(random);
        uuid(high, low)
    }

    /// Fills in what comes from the context: into a fresh response, or where a draft has nothing.
    fn preload(&mut self, form: &Form, fresh: bool) {
        let now = self.context.now;
        for item in self.arena.live() {
            let node = form.node(self.arena.node(item));
            let Some(preload) = node.preload else {
                continue;
            };
            if !fresh && !self.arena.slot(item).value.is_empty() {
                continue;
            }
            let value = match preload {
                Preload::Uid => format!("uuid:{}", self.new_uuid()),
                Preload::Start => date_time_text(&now),
                Preload::Today => date_text(now.date_naive()),
                Preload::DeviceId => self.context.deviceid.clone(),
                Preload::Username => self.context.username.clone(),
                Preload::Email => self.context.email.clone(),
                Preload::PhoneNumber => self.context.phonenumber.clone(),
                // Known only when the form is finished.
                Preload::End => continue,
            };
            if !value.is_empty() {
                self.put_value(form, item, value);
            }
        }
    }
}

/// `/a[2]/b` as names and numbers. The root is `/` or nothing.
fn steps(path: &str) -> Option<Vec<(&str, Option<usize>)>> {
    let inner = path.trim_matches('/');
    if inner.is_empty() {
        return Some(Vec::new());
    }
    let step = |step| -> Option<(&str, Option<usize>)> {
        let step: &str = step;
        match step.split_once('[') {
            None => Some((step, None)),
            Some((name, number)) => Some((name, Some(number.strip_suffix(']')?.parse().ok()?))),
        }
    };
    inner.split('/').map(step).collect()
}
