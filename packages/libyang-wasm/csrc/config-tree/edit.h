/* The edit-config operation (RFC 6241 7.2, RFC 7950 7.x on the treatment of each kind of node). */
#ifndef CONFIG_TREE_EDIT_H
#define CONFIG_TREE_EDIT_H

#include "config-tree.h"

enum edit_operation {
    OPERATION_NONE,
    OPERATION_MERGE,
    OPERATION_REPLACE,
    OPERATION_CREATE,
    OPERATION_DELETE,
    OPERATION_REMOVE,
};

enum error_option { STOP_ON_ERROR, CONTINUE_ON_ERROR, ROLLBACK_ON_ERROR };

struct edit_run {
    struct config_tree *tree;
    enum error_option error_option;
    /* position in the log where the request began */
    uint32_t start;
    uint32_t error_count;
    /* set by the first error unless the request says continue-on-error */
    bool stopped;
    /* the top-level node of the edit that is being worked on is now part of the tree */
    bool root_taken;
    /* are nodes to be told that the request names and that stay as they are? */
    bool tells_unchanged;
    /* while the children of a replaced node are worked on: the entry of the same list in front, NULL for the first */
    struct lyd_node *previous_entry;
};

/*
 * Applies an edit (parsed only, unknown content kept opaque), which is freed. `default_operation` is none, merge or
 * replace. Returns the number of errors, each a line in the text buffer; with `tells_unchanged` there is a line with
 * the access for each node, too, that the request was for and did not change.
 */
uint32_t edit_apply(struct config_tree *tree, struct lyd_node *edit, enum edit_operation default_operation,
        enum error_option error_option, bool tells_unchanged);

/* --- parts of it; those that return false have reported an error --- */

/* edit-error.c */
struct edit_error {
    const char *tag;
    const char *app_tag;
    const char *message;
    const char *bad_element;
    const char *bad_attribute;
    const char *bad_namespace;
};
bool edit_fails(struct edit_run *run, const struct lyd_node *edit_node, const struct edit_error *error);
/* For a node that libyang could not parse (`schema` NULL: that it does not know): says why. */
bool edit_fails_opaque(struct edit_run *run, const struct lyd_node *edit_node, const struct lysc_node *schema);

/* edit-unchanged.c */
/* Tells the access to a node that the request was for and that it left as it was. */
void edit_tell_unchanged(const struct lyd_node *edit_node, const struct lysc_node *schema,
        enum edit_operation operation);

/* edit-attributes.c */
/* Value of an attribute of a data node or an opaque one; NULL if it is not there. */
const char *edit_attribute(const struct lyd_node *edit_node, const char *module, const char *name);
/* The operation of a node: its attribute's or the inherited one. */
bool edit_operation_of(struct edit_run *run, const struct lyd_node *edit_node, enum edit_operation inherited,
        enum edit_operation *operation);
/* Where the insert attribute wants the node. Not placed: there is no such attribute. */
bool edit_place_of(struct edit_run *run, struct lyd_node *parent, const struct lyd_node *edit_node,
        struct place *place);

/* edit-default.c */
/* Is a parsed node marked as one that has its default? */
bool edit_is_tagged(const struct lyd_node *edit_node);
/* Takes away what was configured in place of the default that the node names. */
bool edit_return_to_default(struct edit_run *run, struct lyd_node *parent, const struct lyd_node *target,
        const struct lyd_node *edit_node, enum edit_operation operation);

/* edit-payload.c */
/* Can the subtree be taken over as it is? Not if it holds operations or opaque nodes. */
bool edit_is_plain(const struct lyd_node *edit_node);
/* Refuses a plain subtree with two instances of one node, nodes of two cases, or state data. */
bool edit_check_payload(struct edit_run *run, struct lyd_node *edit_node);
/* Refuses two instances of one node that are no entries: nothing says which of them counts. */
bool edit_check_siblings(struct edit_run *run, const struct lyd_node *first);
/* Refuses operations in a node that is deleted, other than to delete, too. */
bool edit_check_deletion(struct edit_run *run, const struct lyd_node *edit_node);
/* Before a node of one case is created: the nodes of the other cases go. */
bool edit_evict_other_cases(struct edit_run *run, struct lyd_node *parent, const struct lyd_node *edit_node);
/* Makes a node of an edit ready to be part of the tree: no attributes, not new. */
void edit_strip(struct lyd_node *edit_node);

#endif
