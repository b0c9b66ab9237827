//! Paths and their steps (XPath 1.0, section 2).

use super::{Parsed, Parser, shown};
use crate::xpath::ast::{Axis, Expr, Path, Start, Step, Test};
use crate::xpath::lexer::Token;

impl Parser {
    pub(super) fn path(&mut self) -> Parsed<Expr> {
        if self.is("/") || self.is("//") {
            return self.absolute();
        }
        if self.starts_primary() {
            return self.filtered();
        }
        let mut steps = vec![self.step()?];
        self.more_steps(&mut steps)?;
        Ok(Expr::Path(Box::new(Path {
            start: Start::Context,
            steps,
        })))
    }

    fn absolute(&mut self) -> Parsed<Expr> {
        let mut steps = Vec::new();
        if self.is("//") {
            self.more_steps(&mut steps)?;
        } else {
            self.next += 1;
            if self.starts_step() {
                steps.push(self.step()?);
                self.more_steps(&mut steps)?;
            }
        }
        Ok(Expr::Path(Box::new(Path {
            start: Start::Root,
            steps,
        })))
    }

    fn more_steps(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        loop {
            if self.take("//") {
                steps.push(Step {
                    axis: Axis::DescendantOrSelf,
                    test: Test::Node,
                    predicates: Vec::new(),
                });
            } else if !self.take("/") {
                return Ok(());
            }
            steps.push(self.step()?);
        }
    }

    /// Whether a number, text, reference, bracket or function call comes next.
    fn starts_primary(&self) -> bool {
        match self.peek() {
            Some(
                Token::Number(_)
                | Token::Literal(_)
                | Token::Reference(_)
                | Token::Variable(_)
                | Token::Sign("("),
            ) => true,
            Some(Token::Name(name)) => {
                self.peek_after() == Some(&Token::Sign("(")) && !is_node_type(name)
            }
            _ => false,
        }
    }

    fn starts_step(&self) -> bool {
        matches!(
            self.peek(),
            Some(Token::Name(_) | Token::Any | Token::Reference(_) | Token::Sign("." | ".." | "@"))
        )
    }

    fn filtered(&mut self) -> Parsed<Expr> {
        let primary = self.primary()?;
        let predicates = self.predicates()?;
        let mut steps = Vec::new();
        self.more_steps(&mut steps)?;
        let start = match primary {
            Expr::Path(path) if predicates.is_empty() && path.steps.is_empty() => path.start,
            other if predicates.is_empty() && steps.is_empty() => return Ok(other),
            other => Start::Filter(other, predicates),
        };
        Ok(Expr::Path(Box::new(Path { start, steps })))
    }

    fn predicates(&mut self) -> Parsed<Vec<Expr>> {
        let mut found = Vec::new();
        while self.take("[") {
            found.push(self.chain(0)?);
            self.want("]")?;
        }
        Ok(found)
    }

    fn step(&mut self) -> Parsed<Step> {
        for (sign, axis) in [(".", Axis::ItSelf), ("..", Axis::Parent)] {
            if self.take(sign) {
                // The grammar has no predicates here, but forms in use write `.[…]`.
                return Ok(Step {
                    axis,
                    test: Test::Node,
                    predicates: self.predicates()?,
                });
            }
        }
        let axis = self.axis()?;
        let test = self.test()?;
        Ok(Step {
            axis,
            test,
            predicates: self.predicates()?,
        })
    }

    fn axis(&mut self) -> Parsed<Axis> {
        if self.take("@") {
            return Ok(Axis::Attribute);
        }
        if let (Some(Token::Name(name)), Some(Token::Sign("::"))) = (self.peek(), self.peek_after())
        {
            let axis = Axis::named(name)
                .ok_or_else(|| self.error(message!("there is no axis \"{}\"", name)))?;
            self.next += 2;
            return Ok(axis);
        }
        Ok(Axis::Child)
    }

    fn test(&mut self) -> Parsed<Test> {
        match self.peek().cloned() {
            Some(Token::Any) => {
                self.next += 1;
                Ok(Test::Any)
            }
            // `group/${name}`: pyxform puts a path there; the name alone is what can be meant.
            Some(Token::Reference(name)) => {
                self.next += 1;
                Ok(Test::Name {
                    prefix: None,
                    local: name,
                })
            }
            Some(Token::Name(name)) => {
                self.next += 1;
                if is_node_type(&name) && self.take("(") {
                    return self.node_type(&name);
                }
                Ok(match name.split_once(':') {
                    Some((prefix, "*")) => Test::Prefix(prefix.into()),
                    Some((prefix, local)) => Test::Name {
                        prefix: Some(prefix.into()),
                        local: local.into(),
                    },
                    None => Test::Name {
                        prefix: None,
                        local: name,
                    },
                })
            }
            Some(other) => Err(self.error(message!("did not expect {}", shown(&other)))),
            None => Err(self.error(message!("the expression ends too early"))),
        }
    }

    fn node_type(&mut self, name: &str) -> Parsed<Test> {
        let mut target = None;
        if name == "processing-instruction"
            && let Some(Token::Literal(text)) = self.peek().cloned()
        {
            self.next += 1;
            target = Some(text);
        }
        self.want(")")?;
        Ok(match name {
            "text" => Test::Text,
            "comment" => Test::Comment,
            "processing-instruction" => Test::Instruction(target),
            _ => Test::Node,
        })
    }
}

fn is_node_type(name: &str) -> bool {
    matches!(name, "node" | "text" | "comment" | "processing-instruction")
}
