//! The layout of the code: files do not import each other in cycles, the top-level modules
//! depend on each other in one direction, and statements that every engine shares use no
//! syntax of one engine. Tests within the code are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The top-level modules. Each may use those of the layers below its own.
const LAYERS: [&[&str]; 8] = [
    &["main", "bin"],
    &["cli"],
    &["terminal", "agents", "server"],
    &["view"],
    &["coordination"],
    &["store"],
    &["model"],
    &["failpoint"],
];

/// Uses that the layers alone would allow.
const FORBIDDEN: [(&str, &str); 1] = [("agents", "view")];

/// The names of the modules that lead to a file, from the root of the crate.
type Module = Vec<String>;

/// A file with the paths that it names.
struct Source {
    file: String,
    /// The paths that may name modules, as they are written.
    paths: Vec<Vec<String>>,
}

/// All files by their module, and which of them uses which, with a path that says so.
struct Layout {
    sources: BTreeMap<Module, Source>,
    uses: BTreeMap<Module, BTreeMap<Module, String>>,
}

impl Layout {
    /// The layout of these files, given as names below `src` and texts.
    fn of(files: &[(String, String)]) -> Self {
        let texts: Vec<_> = files
            .iter()
            .map(|(file, text)| (file, tokens(&without_tests(&code(text)))))
            .collect();
        let for_tests: BTreeSet<_> = files
            .iter()
            .flat_map(|(file, text)| test_modules(&module_of(file), &code(text)))
            .collect();
        let sources: BTreeMap<_, _> = texts
            .into_iter()
            .map(|(file, tokens)| {
                let (file, paths) = (file.clone(), paths(&tokens));
                (module_of(&file), Source { file, paths })
            })
            .filter(|(module, _)| !for_tests.contains(module))
            .collect();
        let uses = sources.iter().map(|(module, source)| {
            let targets = source.paths.iter().filter_map(|path| {
                let target = resolve(&sources, module, path)?;
                (target != *module).then(|| (target, path.join("::")))
            });
            (module.clone(), targets.collect())
        });
        let uses = uses.collect();
        Self { sources, uses }
    }

    /// The files of this program.
    fn of_program() -> Self {
        Self::of(&files())
    }

    fn file(&self, module: &Module) -> &str {
        &self.sources[module].file
    }

    /// The shortest way through the imports from a file back to itself, for each file that
    /// has one, unless an earlier one goes through it.
    fn cycles(&self) -> Vec<String> {
        let mut reported = BTreeSet::new();
        let mut cycles = Vec::new();
        for start in self.sources.keys() {
            let Some(cycle) = self.way_back(start) else {
                continue;
            };
            if cycle.iter().any(|module| reported.contains(module)) {
                continue;
            }
            let ends = cycle.iter().zip(cycle.iter().cycle().skip(1));
            let links =
                ends.map(|(from, to)| format!("{} ({})", self.file(from), self.uses[from][to]));
            let links: Vec<_> = links.collect();
            cycles.push(format!("{} → {}", links.join(" → "), self.file(start)));
            reported.extend(cycle);
        }
        cycles
    }

    fn way_back(&self, start: &Module) -> Option<Vec<Module>> {
        let mut ways = vec![vec![start.clone()]];
        let mut seen = BTreeSet::new();
        while !ways.is_empty() {
            let mut longer = Vec::new();
            for way in ways {
                for next in self.uses[way.last()?].keys() {
                    if next == start {
                        return Some(way);
                    }
                    if seen.insert(next.clone()) {
                        longer.push([way.clone(), vec![next.clone()]].concat());
                    }
                }
            }
            ways = longer;
        }
        None
    }

    /// The uses that go up or sideways between the top-level modules.
    fn wrong_ways(&self) -> Vec<String> {
        let uses = self
            .uses
            .iter()
            .flat_map(|(from, targets)| targets.iter().map(move |(to, path)| (from, to, path)));
        uses.filter(|(from, to, _)| !may_use(from, to))
            .map(|(from, to, path)| format!("{} → {} ({path})", self.file(from), self.file(to)))
            .collect()
    }
}

/// The files of this program: names below `src` and texts.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                files.push((name.to_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

fn may_use(from: &Module, to: &Module) -> bool {
    // The root declares the modules and uses none of them.
    let (Some(from), Some(to)) = (from.first(), to.first()) else {
        return from.is_empty() || to.is_empty();
    };
    let layer = |name: &String| {
        let layer = LAYERS
            .iter()
            .position(|names| names.contains(&name.as_str()));
        layer.unwrap_or_else(|| panic!("the top-level module {name} is in no layer"))
    };
    from == to || layer(from) < layer(to) && !FORBIDDEN.contains(&(from.as_str(), to.as_str()))
}

fn module_of(file: &str) -> Module {
    let path = file.strip_suffix(".rs").unwrap();
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let names = path.split('/').map(str::to_owned);
    names.filter(|name| name != "lib").collect()
}

/// The file that a path leads to from a module, if it is one of this crate.
fn resolve(sources: &BTreeMap<Module, Source>, module: &Module, path: &[String]) -> Option<Module> {
    let mut base = module.clone();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" | "flowrex_coord" => {
            base.clear();
            rest = &path[1..];
        }
        "self" => rest = &path[1..],
        "super" => {
            while rest.first().is_some_and(|name| name == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        child => {
            let is_child = sources.contains_key(&[base.clone(), vec![child.to_owned()]].concat());
            if !is_child {
                return None;
            }
        }
    }
    let outermost = base.len();
    let full = [base, rest.to_vec()].concat();
    let ends = (outermost..=full.len()).rev();
    ends.map(|end| full[..end].to_vec())
        .find(|module| sources.contains_key(module))
}

/// The text without comments and without what stands in quotes.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |end| end + 2)
        } else if c == '"' {
            quoted(rest)
        } else if c == '\'' {
            character(rest)
        } else {
            0
        };
        if skipped == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            rest = &rest[skipped..];
        }
    }
    code
}

/// How long the string is with which a text begins.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// How long the character in quotes is with which a text begins; 0 for a lifetime.
fn character(text: &str) -> usize {
    if text.starts_with("'\\") {
        return text[3..].find('\'').map_or(0, |end| end + 4);
    }
    let third = text.char_indices().nth(2);
    third.map_or(0, |(at, c)| if c == '\'' { at + 1 } else { 0 })
}

const TEST: &str = "#[cfg(test)]";

/// The modules of files that are there for tests only.
fn test_modules(module: &Module, code: &str) -> Vec<Module> {
    let declared = code.split(TEST).skip(1).filter_map(|rest| {
        let name = rest.split(';').next()?.split("mod ").nth(1)?.trim();
        let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        is_name.then(|| [module.clone(), vec![name.to_owned()]].concat())
    });
    declared.collect()
}

/// The code without its modules of tests.
fn without_tests(code: &str) -> String {
    let mut parts = code.split(TEST);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_module = part.trim_start().starts_with("mod tests {");
        kept.push_str(if is_module { after_block(part) } else { part });
    }
    kept
}

/// What follows the first block in braces.
fn after_block(code: &str) -> &str {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return &code[at + 1..],
            '}' => depth -= 1,
            _ => {}
        }
    }
    ""
}

/// The words of the code, `::`, and all other signs one by one.
fn tokens(code: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = if is_word(c) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The paths that are imported or written out, but not those in `pub(in …)`.
fn paths(tokens: &[String]) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].as_str() {
            "use" => {
                at += 1;
                tree(tokens, &mut at, &[], &mut paths);
            }
            "pub" if tokens.get(at + 1).is_some_and(|next| next == "(") => {
                at += tokens[at..]
                    .iter()
                    .position(|token| token == ")")
                    .unwrap_or(1);
            }
            "::" | "." => at += 2,
            _ => {
                let path = path(tokens, &mut at);
                if path.len() > 1 {
                    paths.push(path);
                }
            }
        }
    }
    paths
}

/// The path that begins here, without a last `::`.
fn path(tokens: &[String], at: &mut usize) -> Vec<String> {
    let is_word = |at: usize| {
        let first = tokens.get(at).and_then(|token| token.chars().next());
        first.is_some_and(|c| c.is_alphanumeric() || c == '_')
    };
    let mut path = vec![tokens[*at].clone()];
    *at += 1;
    while tokens.get(*at).is_some_and(|token| token == "::") && is_word(*at + 1) {
        path.push(tokens[*at + 1].clone());
        *at += 2;
    }
    path
}

/// The paths of the imports that begin here, up to the sign after them.
fn tree(tokens: &[String], at: &mut usize, before: &[String], paths: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    loop {
        match tokens.get(*at).map(String::as_str) {
            Some("{") => {
                while tokens
                    .get(*at)
                    .is_some_and(|token| token == "{" || token == ",")
                {
                    *at += 1;
                    tree(tokens, at, &path, paths);
                }
                *at += 1;
                return;
            }
            None | Some("}" | "," | ";") => {
                if path.len() > before.len() {
                    paths.push(path);
                }
                return;
            }
            Some("as") => *at += 2,
            Some("::" | "*") => *at += 1,
            Some(word) => {
                path.push(word.to_owned());
                *at += 1;
            }
        }
    }
}

fn layout(files: &[(&str, &str)]) -> Layout {
    let owned = |(file, text): &(&str, &str)| ((*file).to_owned(), (*text).to_owned());
    Layout::of(&files.iter().map(owned).collect::<Vec<_>>())
}

#[test]
fn no_file_imports_another_in_a_cycle() {
    let cycles = Layout::of_program().cycles();
    assert!(cycles.is_empty(), "import cycles:\n{}", cycles.join("\n"));
}

#[test]
fn modules_depend_on_each_other_in_one_direction() {
    let layout = Layout::of_program();
    assert!(layout.sources.len() > 150, "the files are found");
    let wrong = layout.wrong_ways();
    assert!(
        wrong.is_empty(),
        "in the wrong direction:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn a_cycle_is_found_however_it_is_written() {
    let parent = "pub mod a;\npub mod b;";
    for (a, b) in [
        ("use super::b::B;", "use crate::model::a::A;"),
        (
            "use crate::model::{b::{self, B}, c};",
            "fn f() { super::a::g() }",
        ),
        (
            "use crate::{model::{c, b}};",
            "pub(super) use super::a::{A as Other};",
        ),
        (
            "const C: char = '\"'; use super::b;",
            "struct S<'a>(&'a crate::model::a::A);",
        ),
    ] {
        let layout = layout(&[
            ("model/mod.rs", parent),
            ("model/a.rs", a),
            ("model/b.rs", b),
        ]);
        let cycles = layout.cycles();
        assert_eq!(cycles.len(), 1, "{a} {b}");
        assert!(cycles[0].starts_with("model/a.rs ("), "{cycles:?}");
        assert!(cycles[0].ends_with(" → model/a.rs"), "{cycles:?}");
    }
    let reexport = [
        ("model/mod.rs", "mod a; pub use a::A; fn f() {}"),
        ("model/a.rs", "use super::f;"),
    ];
    assert_eq!(layout(&reexport).cycles().len(), 1);
    let inline = [
        ("model/mod.rs", "mod a; fn f() { a::g() }"),
        ("model/a.rs", "use super::f;"),
    ];
    assert_eq!(layout(&inline).cycles().len(), 1);
}

#[test]
fn what_is_no_import_makes_no_cycle() {
    for b in [
        "// use super::a::A;",
        "const B: &str = \"\\\" super::a::A\";",
        "pub(in crate::model::a) fn b() {}",
        "#[cfg(test)]\nmod tests {\n    use crate::model::a::A;\n    fn f() { {} }\n}",
        "fn b() { other.a::<A>() }",
    ] {
        let files = [
            ("model/mod.rs", "mod a; mod b;"),
            ("model/a.rs", "use super::b;"),
            ("model/b.rs", b),
        ];
        assert_eq!(layout(&files).cycles(), [""; 0], "{b}");
    }
    let test_file = [
        (
            "model/mod.rs",
            "pub fn f() {}\n#[cfg(test)]\nmod cost;\nuse self::cost::C;",
        ),
        ("model/cost.rs", "use super::f;"),
    ];
    assert_eq!(layout(&test_file).cycles(), [""; 0]);
}

#[test]
fn a_use_in_the_wrong_direction_is_found() {
    let files = |from, to: &'static str| {
        layout(&[
            (from, to),
            ("view/mod.rs", ""),
            ("terminal/mod.rs", ""),
            ("agents/mod.rs", ""),
            ("model/mod.rs", ""),
        ])
    };
    for (from, to) in [
        ("view/cycle.rs", "use crate::terminal::Palette;"),
        ("terminal/cycle.rs", "use crate::agents;"),
        ("agents/process.rs", "use crate::view::View;"),
        ("model/id.rs", "fn f() { crate::view::or_dash() }"),
    ] {
        assert_eq!(files(from, to).wrong_ways().len(), 1, "{from} {to}");
    }
    for (from, to) in [
        ("cli/mod.rs", "use crate::{model, agents};"),
        ("terminal/cycle.rs", "use crate::view::View;"),
        ("main.rs", "fn main() { flowrex_coord::model::f() }"),
    ] {
        assert_eq!(files(from, to).wrong_ways(), [""; 0], "{from} {to}");
    }
}

/// Words of SQL that only SQLite has, in lower case.
const SQLITE_WORDS: [&str; 21] = [
    "abort",
    "autoincrement",
    "changes",
    "glob",
    "group_concat",
    "ifnull",
    "iif",
    "indexed",
    "instr",
    "json_each",
    "json_extract",
    "julianday",
    "last_insert_rowid",
    "nocase",
    "pragma",
    "printf",
    "randomblob",
    "rowid",
    "strftime",
    "typeof",
    "unixepoch",
];

/// The syntax in a statement that only SQLite understands.
fn sqlite_syntax(sql: &str) -> Vec<String> {
    let tokens = tokens(&sql.to_lowercase());
    let at = |at: usize| tokens.get(at).map_or("", String::as_str);
    let is_only_sqlite = |here: usize| match (at(here), at(here + 1)) {
        (word, _) if SQLITE_WORDS.contains(&word) || word.starts_with("sqlite_") => true,
        // The greater of two values, not an aggregate.
        ("max" | "min", "(") => has_comma(&tokens[here + 2..]),
        ("is", next) => !matches!(next, "null" | "not" | "distinct" | "true" | "false"),
        ("insert" | "update", "or") | ("replace", "into") | ("x", "'") | ("-", ">") => true,
        (word, _) => word.starts_with("0x"),
    };
    let found = (0..tokens.len()).filter(|&here| is_only_sqlite(here));
    found
        .map(|here| format!("{} {}", at(here), at(here + 1)))
        .collect()
}

/// Whether the arguments that begin here are several.
fn has_comma(tokens: &[String]) -> bool {
    let mut depth = 0;
    for token in tokens {
        match token.as_str() {
            "(" => depth += 1,
            ")" if depth == 0 => return false,
            ")" => depth -= 1,
            "," if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// The texts in quotes that hold SQL: its words are written in capitals.
fn statements(text: &str) -> Vec<&str> {
    const WORDS: [&str; 9] = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "WHERE", "SET", "AND", "FROM", "CASE",
    ];
    let mut found = Vec::new();
    let mut rest = text.split(TEST).next().unwrap_or_default();
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if c == '"' {
            quoted(rest)
        } else if c == '\'' {
            character(rest).max(1)
        } else {
            c.len_utf8()
        };
        let (part, after) = rest.split_at(length);
        let is_sql = |part: &str| part.split_whitespace().any(|word| WORDS.contains(&word));
        if c == '"' && is_sql(part.trim_matches('"')) {
            found.push(part);
        }
        rest = after;
    }
    found
}

#[test]
fn shared_statements_use_no_syntax_of_one_engine() {
    let shared = files();
    let shared = shared
        .iter()
        .filter(|(file, _)| file.starts_with("store/") && !file.starts_with("store/engine/"));
    let mut count = 0;
    let mut problems = Vec::new();
    for (file, text) in shared {
        for sql in statements(text) {
            count += 1;
            let found = sqlite_syntax(sql);
            problems.extend(found.iter().map(|syntax| format!("{file}: {syntax}")));
        }
    }
    assert!(count > 120, "the statements are found: {count}");
    assert!(
        problems.is_empty(),
        "only in SQLite:\n{}",
        problems.join("\n")
    );
}

#[test]
fn syntax_of_one_engine_is_found() {
    for sql in [
        "SELECT a FROM t INDEXED BY i",
        "UPDATE t SET a = max(0, a - (b))",
        "UPDATE t SET a = iif(a IS NULL, 1, 2)",
        "SELECT a FROM t WHERE a IS b",
        "SELECT value FROM json_each(:list)",
        "INSERT OR IGNORE INTO t (a) VALUES (1)",
        "SELECT rowid FROM sqlite_schema",
        "SELECT a FROM t WHERE a = x'00' AND b & 0xFF",
        "SELECT a ->> 'b' FROM t",
    ] {
        assert!(!sqlite_syntax(sql).is_empty(), "{sql}");
    }
    for sql in [
        "SELECT max(a), min(coalesce(a, 0)) FROM t",
        "SELECT a FROM t WHERE a IS NOT NULL AND b IS NULL AND c IS NOT DISTINCT FROM d",
        "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = excluded.a",
        "SELECT a FROM t WHERE kind = 'halt.request' AND a > 0",
    ] {
        assert_eq!(sqlite_syntax(sql), [""; 0], "{sql}");
    }
    let text = "f(\"SELECT 1\"); // \"SELECT 2\"\nlet c = '\"'; g(\"no SQL\"); h(\" WHERE 3\")";
    assert_eq!(statements(text), ["\"SELECT 1\"", "\" WHERE 3\""]);
}
