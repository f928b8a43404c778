#include "expression-walk.h"

#include <string.h>

#include "tree_schema_internal.h"
#include "xpath.h"

static void walk_expression(struct walk *walk, struct position context);
static struct position walk_steps(struct walk *walk, struct position position);

static enum lyxp_token
token_at(const struct walk *walk, uint32_t index)
{
    return index < walk->expression->used ? walk->expression->tokens[index] : LYXP_TOKEN_NONE;
}

static enum lyxp_token
current_token(const struct walk *walk)
{
    return token_at(walk, walk->token);
}

static bool
token_is(const struct walk *walk, uint32_t index, const char *text)
{
    const struct lyxp_expr *expression = walk->expression;

    return token_at(walk, index) != LYXP_TOKEN_NONE && expression->tok_len[index] == strlen(text) &&
            !strncmp(expression->expr + expression->tok_pos[index], text, strlen(text));
}

/* Takes a token that only makes sense in an expression that cannot be scoped. */
static void
give_up_at_token(struct walk *walk)
{
    walk->unscoped = true;
    walk->token++;
}

static void
expect(struct walk *walk, enum lyxp_token token)
{
    if (current_token(walk) == token) {
        walk->token++;
    } else {
        walk->unscoped = true;
    }
}

static void
add_atom(struct walk *walk, const struct position *position)
{
    if (!position->node || position->lost) {
        return;
    }
    if (walk->atom_count == MAX_ATOMS) {
        walk->unscoped = true;
        return;
    }
    struct atom *atom = &walk->atoms[walk->atom_count++];

    /* Dependencies are compared bytewise. */
    memset(atom, 0, sizeof *atom);
    atom->node = position->node;
    atom->dependency.reader = walk->reader;
    atom->dependency.kind = walk->kind;
    atom->dependency.pivot = position->from_root ? NULL : position->pivot;
    atom->dependency.join_leaf = position->join_leaf;
    atom->dependency.join_pivot = position->join_pivot;
    atom->dependency.join_key = position->join_key;
}

static struct position
position_at_start(const struct walk *walk)
{
    return (struct position) {.node = walk->start, .pivot = walk->start, .from_root = !walk->start};
}

static const struct lysc_node *
child_named_by_token(const struct walk *walk, const struct lysc_node *parent, uint32_t index)
{
    const char *name = walk->expression->expr + walk->expression->tok_pos[index];
    size_t length = walk->expression->tok_len[index];
    const char *colon = memchr(name, ':', length);
    const struct lys_module *module = walk->module;

    if (colon) {
        module = ly_resolve_prefix(module->ctx, name, colon - name, LY_VALUE_SCHEMA_RESOLVED, (void *)walk->prefixes);
        length -= colon + 1 - name;
        name = colon + 1;
    }
    return module ? lys_find_child(parent, module, name, length, 0, 0) : NULL;
}

static void
step_up(struct position *position)
{
    position->node = position->node ? lysc_data_parent(position->node) : NULL;
    if (!position->node) {
        position->from_root = true;
    } else if (schema_is_within(position->pivot, position->node)) {
        position->pivot = position->node;
    }
    if (position->join_key && !schema_is_within(position->node, lysc_data_parent(position->join_key))) {
        position->join_leaf = position->join_pivot = position->join_key = NULL;
    }
}

static void
step_down(struct walk *walk, struct position *position)
{
    const char *name = walk->expression->expr + walk->expression->tok_pos[walk->token];
    const struct lysc_node *child = NULL;

    if (!position->lost && !memchr(name, '*', walk->expression->tok_len[walk->token])) {
        child = child_named_by_token(walk, position->node, walk->token);
    }
    walk->token++;
    if (child) {
        position->node = child;
    } else {
        position->lost = true;
        walk->unscoped = true;
    }
}

/* `[key = current()/path]` on the list at `position`: true and taken if that is what stands here. */
static bool
walk_join_predicate(struct walk *walk, struct position *position)
{
    const uint32_t first_token = walk->token;
    const uint32_t first_atom = walk->atom_count;
    struct position value = position_at_start(walk);
    const struct lysc_node *key;

    if (position->lost || position->node->nodetype != LYS_LIST || !walk->start ||
            current_token(walk) != LYXP_TOKEN_NAMETEST ||
            token_at(walk, walk->token + 1) != LYXP_TOKEN_OPER_EQUAL || !token_is(walk, walk->token + 2, "current")) {
        return false;
    }
    key = child_named_by_token(walk, position->node, walk->token);
    if (!key || !lysc_is_key(key)) {
        return false;
    }
    /* name, "=", "current", "(", ")" */
    walk->token += 5;
    if (current_token(walk) == LYXP_TOKEN_OPER_PATH) {
        walk->token++;
        value = walk_steps(walk, value);
    } else {
        add_atom(walk, &value);
    }
    if (current_token(walk) == LYXP_TOKEN_BRACK2 && value.node && !value.lost && !value.from_root &&
            !value.join_leaf && (value.node->nodetype & (LYS_LEAF | LYS_LEAFLIST)) && !walk->unscoped) {
        if (!position->join_leaf) {
            position->join_leaf = value.node;
            position->join_pivot = value.pivot;
            position->join_key = key;
        }
        return true;
    }
    walk->token = first_token;
    walk->atom_count = first_atom;
    walk->unscoped = false;
    return false;
}

static void
walk_predicates(struct walk *walk, struct position *position)
{
    while (current_token(walk) == LYXP_TOKEN_BRACK1) {
        walk->token++;
        if (!position->node || !walk_join_predicate(walk, position)) {
            walk_expression(walk, *position);
        }
        expect(walk, LYXP_TOKEN_BRACK2);
        if (walk->unscoped) {
            return;
        }
    }
}

/* From a step token to the end of the location path. */
static struct position
walk_steps(struct walk *walk, struct position position)
{
    for (;;) {
        switch (current_token(walk)) {
        case LYXP_TOKEN_DOT:
            walk->token++;
            break;
        case LYXP_TOKEN_DDOT:
            walk->token++;
            step_up(&position);
            break;
        case LYXP_TOKEN_NAMETEST:
            step_down(walk, &position);
            break;
        default:
            give_up_at_token(walk);
            position.lost = true;
        }
        walk_predicates(walk, &position);
        add_atom(walk, &position);
        if (walk->unscoped || current_token(walk) != LYXP_TOKEN_OPER_PATH) {
            break;
        }
        walk->token++;
    }
    if (current_token(walk) == LYXP_TOKEN_OPER_RPATH) {
        give_up_at_token(walk);
    }
    return position;
}

/* A path or predicate behind a function result or a parenthesis: we do not know the nodes in front of it. */
static void
refuse_continuation(struct walk *walk)
{
    switch (current_token(walk)) {
    case LYXP_TOKEN_OPER_PATH:
    case LYXP_TOKEN_OPER_RPATH:
    case LYXP_TOKEN_BRACK1:
        walk->unscoped = true;
        break;
    default:
        break;
    }
}

static void
walk_current(struct walk *walk)
{
    struct position position = position_at_start(walk);

    /* "current", "(", ")" */
    walk->token += 3;
    if (current_token(walk) == LYXP_TOKEN_OPER_PATH) {
        walk->token++;
        walk_steps(walk, position);
    } else {
        add_atom(walk, &position);
        refuse_continuation(walk);
    }
}

static void
walk_function(struct walk *walk, struct position context)
{
    if (token_is(walk, walk->token, "current")) {
        walk_current(walk);
        return;
    }
    if (token_is(walk, walk->token, "deref")) {
        walk->unscoped = true;
    }
    walk->token++;
    expect(walk, LYXP_TOKEN_PAR1);
    walk_expression(walk, context);
    while (current_token(walk) == LYXP_TOKEN_COMMA) {
        walk->token++;
        walk_expression(walk, context);
    }
    expect(walk, LYXP_TOKEN_PAR2);
    refuse_continuation(walk);
}

static void
walk_absolute_path(struct walk *walk)
{
    struct position root = {.from_root = true};

    walk->token++;
    walk_steps(walk, root);
}

/* Up to an unmatched "]", ")", "," or the end. Operators, literals and numbers read nothing and are passed over. */
static void
walk_expression(struct walk *walk, struct position context)
{
    while (!walk->unscoped) {
        switch (current_token(walk)) {
        case LYXP_TOKEN_NONE:
        case LYXP_TOKEN_BRACK2:
        case LYXP_TOKEN_PAR2:
        case LYXP_TOKEN_COMMA:
            return;
        case LYXP_TOKEN_OPER_PATH:
            walk_absolute_path(walk);
            break;
        case LYXP_TOKEN_DOT:
        case LYXP_TOKEN_DDOT:
        case LYXP_TOKEN_NAMETEST:
            walk_steps(walk, context);
            break;
        case LYXP_TOKEN_FUNCNAME:
            walk_function(walk, context);
            break;
        case LYXP_TOKEN_PAR1:
            walk->token++;
            walk_expression(walk, context);
            expect(walk, LYXP_TOKEN_PAR2);
            refuse_continuation(walk);
            break;
        case LYXP_TOKEN_OPER_RPATH:
        case LYXP_TOKEN_AXISNAME:
        case LYXP_TOKEN_AT:
        case LYXP_TOKEN_NODETYPE:
        case LYXP_TOKEN_VARREF:
            give_up_at_token(walk);
            break;
        default:
            walk->token++;
        }
    }
}

void
expression_walk(struct walk *walk)
{
    walk_expression(walk, position_at_start(walk));
    walk->unscoped |= walk->token < walk->expression->used;
}
