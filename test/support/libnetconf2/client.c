/*
 * A NETCONF client on libnetconf2, for test/interop/libnetconf2.test.ts.
 *
 *   client ssh|tls PORT CERTS COMMAND...
 *   client unix PATH "" COMMAND...
 *
 * CERTS has admin_ed25519 and admin_ed25519.pub, or admin.crt, admin.key and ca.crt. The library connects as controllers do:
 * it reads the YANG library, fetches every schema with get-schema and understands all later messages by them. Commands:
 *
 *   modules        prints the implemented modules
 *   edit=XML       edit-config of the candidate
 *   commit
 *   read=FILTER    get-config of running, with a subtree filter
 *   events=XML     create-subscription, edit-config of running with the content, and the first notification
 *
 * Prints a line for each: the data, "ok", or "error TAG".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libyang/libyang.h>
#include <nc_client.h>

#define TIMEOUT_MS 60000

static int
fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static int
trust_host(const char *hostname, ssh_session session, void *unused)
{
    (void)hostname;
    (void)session;
    (void)unused;
    return 0;
}

static struct nc_session *
connect_to(const char *transport, const char *place, const char *certs)
{
    char first[1024], second[1024], third[1024];
    int port = atoi(place);

    if (!strcmp(transport, "unix")) {
        return nc_connect_unix(place, NULL);
    }

    if (!strcmp(transport, "ssh")) {
        snprintf(first, sizeof first, "%s/admin_ed25519.pub", certs);
        snprintf(second, sizeof second, "%s/admin_ed25519", certs);
        nc_client_ssh_set_auth_hostkey_check_clb(trust_host, NULL);
        nc_client_ssh_set_auth_pref(NC_SSH_AUTH_PUBLICKEY, 3);
        nc_client_ssh_set_username("admin");
        nc_client_ssh_add_keypair(first, second);
        return nc_connect_ssh("127.0.0.1", port, NULL);
    }
    snprintf(first, sizeof first, "%s/admin.crt", certs);
    snprintf(second, sizeof second, "%s/admin.key", certs);
    snprintf(third, sizeof third, "%s/ca.crt", certs);
    nc_client_tls_set_cert_key_paths(first, second);
    nc_client_tls_set_trusted_ca_paths(third, NULL);
    return nc_connect_tls("localhost", port, NULL);
}

static void
print_modules(struct nc_session *session)
{
    const struct lys_module *module;
    uint32_t index = 0;

    while ((module = ly_ctx_get_module_iter(nc_session_get_ctx(session), &index))) {
        if (module->implemented) {
            printf("%s ", module->name);
        }
    }
    printf("\n");
}

static void
print_one_line(const struct lyd_node *tree)
{
    char *text = NULL;

    lyd_print_mem(&text, tree, LYD_XML, LYD_PRINT_SHRINK | LYD_PRINT_WITHSIBLINGS);
    printf("%s\n", text ? text : "");
    free(text);
}

/* The text of the first element with this name. */
static const char *
text_of(const struct lyd_node *tree, const char *name)
{
    const struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(tree, node) {
        if (!strcmp(LYD_NAME(node), name)) {
            return lyd_get_value(node);
        }
        LYD_TREE_DFS_END(tree, node);
    }
    return NULL;
}

/* What stands in the data of a reply, or "ok", or the error. */
static void
print_reply(const struct lyd_node *envelope, const struct lyd_node *operation)
{
    const char *tag = envelope ? text_of(envelope, "error-tag") : NULL;
    const struct lyd_node *data = operation ? lyd_child(operation) : NULL;

    if (tag) {
        printf("error %s\n", tag);
    } else if (data && data->schema && data->schema->nodetype & LYD_NODE_ANY) {
        print_one_line(((const struct lyd_node_any *)data)->value.tree);
    } else {
        printf("ok\n");
    }
}

static void
call(struct nc_session *session, struct nc_rpc *rpc)
{
    struct lyd_node *envelope = NULL, *operation = NULL;
    uint64_t message_id;
    NC_MSG_TYPE kind;

    if (!rpc || nc_send_rpc(session, rpc, TIMEOUT_MS, &message_id) != NC_MSG_RPC) {
        fail("the rpc was not sent");
    }
    do {
        kind = nc_recv_reply(session, rpc, message_id, TIMEOUT_MS, &envelope, &operation);
    } while (kind == NC_MSG_NOTIF);
    if (kind != NC_MSG_REPLY) {
        fail("no reply was understood");
    }
    print_reply(envelope, operation);
    lyd_free_tree(envelope);
    lyd_free_tree(operation);
    nc_rpc_free(rpc);
}

static struct nc_rpc *
edit(NC_DATASTORE target, const char *content)
{
    return nc_rpc_edit(target, NC_RPC_EDIT_DFLTOP_MERGE, NC_RPC_EDIT_TESTOPT_TESTSET, NC_RPC_EDIT_ERROPT_ROLLBACK,
            content, NC_PARAMTYPE_CONST);
}

static void
print_event(struct nc_session *session)
{
    struct lyd_node *envelope = NULL, *operation = NULL;

    if (nc_recv_notif(session, TIMEOUT_MS, &envelope, &operation) != NC_MSG_NOTIF) {
        fail("no notification was understood");
    }
    print_one_line(operation);
    lyd_free_tree(envelope);
    lyd_free_tree(operation);
}

static void
run(struct nc_session *session, const char *command)
{
    const char *content = strchr(command, '=');

    content = content ? content + 1 : "";
    if (!strcmp(command, "modules")) {
        print_modules(session);
    } else if (!strncmp(command, "edit=", 5)) {
        call(session, edit(NC_DATASTORE_CANDIDATE, content));
    } else if (!strcmp(command, "commit")) {
        call(session, nc_rpc_commit(0, 0, NULL, NULL, NC_PARAMTYPE_CONST));
    } else if (!strncmp(command, "read=", 5)) {
        call(session, nc_rpc_getconfig(NC_DATASTORE_RUNNING, content, NC_WD_UNKNOWN, NC_PARAMTYPE_CONST));
    } else if (!strncmp(command, "events=", 7)) {
        call(session, nc_rpc_subscribe(NULL, NULL, NULL, NULL, NC_PARAMTYPE_CONST));
        call(session, edit(NC_DATASTORE_RUNNING, content));
        print_event(session);
    } else {
        fail("no such command");
    }
}

int
main(int count, char **words)
{
    struct nc_session *session;

    if (count < 4) {
        return fail("usage: client ssh|tls|unix PORT|PATH CERTS COMMAND...");
    }
    nc_client_init();
    session = connect_to(words[1], words[2], words[3]);
    if (!session) {
        return fail("no session");
    }
    for (int index = 4; index < count; index++) {
        run(session, words[index]);
        fflush(stdout);
    }
    nc_session_free(session, NULL);
    nc_client_destroy();
    return 0;
}
