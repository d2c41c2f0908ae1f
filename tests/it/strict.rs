//! What JSON is and which of it is taken, written down a second time and as
//! plainly as can be, to compare the program with. Shared with `fuzz/`.
//!
//! It uses nothing of the program, so that it cannot repeat a fault of it.

/// The most bytes of a value: 1 MiB.
pub const MAX_BYTES: usize = 1024 * 1024;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 64;

/// Why a text is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Size,
    Syntax,
    Depth,
    Twice,
    Nul,
    Range,
    /// A number so close to the largest that a parser may round it either way.
    Edge,
}

/// A value, and the text it was read from.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    pub raw: &'t str,
    pub value: Value<'t>,
}

#[derive(Clone, Debug)]
pub enum Value<'t> {
    Null,
    Bool,
    Number,
    String(String),
    Array(Vec<Node<'t>>),
    /// Each key with the text it was read from.
    Object(Vec<(String, &'t str, Node<'t>)>),
}

impl<'t> Node<'t> {
    /// The text without what may be left out.
    pub fn compact(&self) -> String {
        match &self.value {
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(Node::compact).collect();
                format!("[{}]", items.join(","))
            }
            Value::Object(members) => {
                let members: Vec<_> = members
                    .iter()
                    .map(|(_, key, value)| format!("{key}:{}", value.compact()))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            _ => self.raw.to_owned(),
        }
    }

    /// What stands under a key of an object.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        let Value::Object(members) = &self.value else {
            return None;
        };
        let found = members.iter().find(|(name, ..)| name == key);
        found.map(|(.., value)| value)
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads a value as it may be sent or written.
pub fn read(text: &str) -> Result<Node<'_>, Fault> {
    if text.len() > MAX_BYTES {
        return Err(Fault::Size);
    }
    read_within(text, MAX_DEPTH)
}

/// Reads a value of any length, nested no deeper than this.
pub fn read_within(text: &str, depth: usize) -> Result<Node<'_>, Fault> {
    let mut reader = Reader { text, at: 0 };
    reader.space();
    let node = reader.node(depth)?;
    reader.space();
    if reader.at == text.len() {
        Ok(node)
    } else {
        Err(Fault::Syntax)
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn took(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn must(&mut self, word: &str) -> Result<(), Fault> {
        if !self.text[self.at..].starts_with(word) {
            return Err(Fault::Syntax);
        }
        self.at += word.len();
        Ok(())
    }

    fn node(&mut self, depth: usize) -> Result<Node<'t>, Fault> {
        let from = self.at;
        let value = match self.peek() {
            Some(b'n') => self.must("null").map(|()| Value::Null),
            Some(b't') => self.must("true").map(|()| Value::Bool),
            Some(b'f') => self.must("false").map(|()| Value::Bool),
            Some(b'"') => self.string().map(Value::String),
            Some(b'[') => self.array(depth.checked_sub(1).ok_or(Fault::Depth)?),
            Some(b'{') => self.object(depth.checked_sub(1).ok_or(Fault::Depth)?),
            _ => self.number().map(|()| Value::Number),
        }?;
        let raw = &self.text[from..self.at];
        Ok(Node { raw, value })
    }

    fn array(&mut self, depth: usize) -> Result<Value<'t>, Fault> {
        self.must("[")?;
        self.space();
        let mut items = Vec::new();
        if self.took(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            self.space();
            items.push(self.node(depth)?);
            self.space();
            if self.took(b']') {
                return Ok(Value::Array(items));
            }
            self.must(",")?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value<'t>, Fault> {
        self.must("{")?;
        self.space();
        let mut members: Vec<(String, &'t str, Node<'t>)> = Vec::new();
        let mut keys = std::collections::BTreeSet::new();
        if self.took(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            let from = self.at;
            let key = self.string()?;
            let raw = &self.text[from..self.at];
            self.space();
            self.must(":")?;
            self.space();
            let value = self.node(depth)?;
            if !keys.insert(key.clone()) {
                return Err(Fault::Twice);
            }
            members.push((key, raw, value));
            self.space();
            if self.took(b'}') {
                return Ok(Value::Object(members));
            }
            self.must(",")?;
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.must("\"")?;
        let mut units = Vec::new();
        loop {
            let next = self.text[self.at..].chars().next().ok_or(Fault::Syntax)?;
            self.at += next.len_utf8();
            match next {
                '"' => break,
                '\\' => units.push(self.escape()?),
                '\0'..='\u{1f}' => return Err(Fault::Syntax),
                _ => units.extend_from_slice(next.encode_utf16(&mut [0; 2])),
            }
        }
        let text = String::from_utf16(&units).map_err(|_| Fault::Syntax)?;
        if text.contains('\0') {
            return Err(Fault::Nul);
        }
        Ok(text)
    }

    fn escape(&mut self) -> Result<u16, Fault> {
        let letter = self.peek().ok_or(Fault::Syntax)?;
        self.at += 1;
        let known = br#""\/bfnrt"#.iter().position(|&known| known == letter);
        if let Some(known) = known {
            return Ok(u16::from(b"\"\\/\x08\x0c\n\r\t"[known]));
        }
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.filter(|_| letter == b'u').ok_or(Fault::Syntax)?;
        self.at += 4;
        let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or(0);
        let unit = digits.iter().fold(0, |unit, byte| unit * 16 + digit(byte));
        u16::try_from(unit).map_err(|_| Fault::Syntax)
    }

    fn digits(&mut self) -> Result<&'t str, Fault> {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = &self.text[from..self.at];
        if digits.is_empty() {
            return Err(Fault::Syntax);
        }
        Ok(digits)
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.took(b'-');
        let whole = self.digits()?;
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(Fault::Syntax);
        }
        let part = if self.took(b'.') { self.digits()? } else { "" };
        let mut exponent = 0;
        if self.took(b'e') || self.took(b'E') {
            let negative = !self.took(b'+') && self.took(b'-');
            let digits = self.digits()?.trim_start_matches('0');
            let size = match digits.len() {
                0 => 0,
                // Far beyond what any text of 1 MiB could make up for.
                12.. => 100_000_000_000,
                _ => digits.parse::<i64>().map_err(|_| Fault::Syntax)?,
            };
            exponent = if negative { -size } else { size };
        }
        in_range(whole, part, exponent)
    }
}

/// Whether a number of 64 bits can be as large: up to 1.797693134862315…e308.
fn in_range(whole: &str, part: &str, exponent: i64) -> Result<(), Fault> {
    let digits = format!("{whole}{part}");
    let leading = digits.len() - digits.trim_start_matches('0').len();
    if leading == digits.len() {
        return Ok(());
    }
    let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
    let power = length(whole) - 1 - length(&digits[..leading]) + exponent;
    let first: String = digits[leading..]
        .chars()
        .chain("0".repeat(16).chars())
        .take(16)
        .collect();
    match (power, first.as_str()) {
        (..308, _) => Ok(()),
        (308, first) if first < "1797693134862315" => Ok(()),
        (308, "1797693134862315") => Err(Fault::Edge),
        _ => Err(Fault::Range),
    }
}
