/*
 * Lets `nginx -t` read files that use the upsync module, which no distribution has.
 *
 * It declares the module's directives in their contexts and checks their parameters, more strictly than the module
 * itself where that accepts a mistake in silence (a mistyped upsync_lb, a second upsync, a time of zero, no dump path).
 * It does nothing at run time.
 */
#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

typedef struct {
    ngx_uint_t upsync;
    ngx_uint_t dump;
    ngx_uint_t lb;
} stub_server_t;

extern ngx_module_t infc_upsync_stub_module;

static const char *const types[] = { "consul", "consul_services", "consul_health", "etcd", NULL };
static const char *const balancers[] = { "roundrobin", "ip_hash", "least_conn", "hash_modula", "hash_ketama", NULL };
static const char *const switches[] = { "on", "off", NULL };

static ngx_int_t one_of(const ngx_str_t *value, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (value->len == ngx_strlen(*words) && ngx_strncmp(value->data, *words, value->len) == 0) return 1;
    }
    return 0;
}

/* When `argument` is "NAME=…", gives the part after the `=`. */
static ngx_int_t parameter(const ngx_str_t *argument, const char *name, ngx_str_t *value)
{
    size_t length = ngx_strlen(name);

    if (argument->len <= length || ngx_strncmp(argument->data, name, length) != 0 || argument->data[length] != '=') return 0;
    value->data = argument->data + length + 1;
    value->len = argument->len - length - 1;
    return 1;
}

static char *refuse(ngx_conf_t *cf, const char *what, const ngx_str_t *value)
{
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "upsync: %s \"%V\"", what, value);
    return NGX_CONF_ERROR;
}

/* "host[:port]/path": no scheme, IPv4 or a name, a path of at least one character. */
static char *check_server(ngx_conf_t *cf, ngx_str_t *server)
{
    u_char *slash = ngx_strlchr(server->data, server->data + server->len, '/');
    u_char *colon;
    ngx_int_t port;
    ngx_url_t url;

    if (ngx_strlcasestrn(server->data, server->data + server->len, (u_char *) "://", 3 - 1) != NULL) return refuse(cf, "a scheme is not allowed in", server);
    if (slash == NULL || slash == server->data + server->len - 1) return refuse(cf, "no path in", server);
    if (slash == server->data) return refuse(cf, "no host in", server);
    if (server->data[0] == '[') return refuse(cf, "no IPv6 address is allowed in", server);
    colon = ngx_strlchr(server->data, slash, ':');
    if (colon != NULL) {
        port = ngx_atoi(colon + 1, slash - colon - 1);
        if (port < 1 || port > 65535) return refuse(cf, "invalid port in", server);
    }
    ngx_memzero(&url, sizeof(url));
    url.url.data = server->data;
    url.url.len = slash - server->data;
    url.default_port = 80;
    if (ngx_parse_url(cf->pool, &url) != NGX_OK) return refuse(cf, url.err ? url.err : "invalid host", server);
    return NGX_CONF_OK;
}

static char *set_upsync(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    stub_server_t *self = ngx_http_conf_get_module_srv_conf(cf, infc_upsync_stub_module);
    ngx_str_t *arguments = cf->args->elts;
    ngx_uint_t i, typed = 0;
    ngx_str_t value;
    char *result;

    (void) command;
    (void) conf;
    if (self->upsync) return "is duplicate";
    self->upsync = 1;
    result = check_server(cf, &arguments[1]);
    if (result != NGX_CONF_OK) return result;

    for (i = 2; i < cf->args->nelts; i++) {
        if (parameter(&arguments[i], "upsync_type", &value)) {
            if (!one_of(&value, types)) return refuse(cf, "invalid upsync_type", &value);
            typed = 1;
        } else if (parameter(&arguments[i], "upsync_interval", &value) || parameter(&arguments[i], "upsync_timeout", &value)) {
            ngx_int_t time = ngx_parse_time(&value, 0);
            if (time == NGX_ERROR || time == 0) return refuse(cf, "invalid time", &arguments[i]);
        } else if (parameter(&arguments[i], "strong_dependency", &value)) {
            if (!one_of(&value, switches)) return refuse(cf, "invalid strong_dependency", &value);
        } else {
            return refuse(cf, "unknown parameter", &arguments[i]);
        }
    }
    if (!typed) return "needs upsync_type";
    return NGX_CONF_OK;
}

static char *set_dump_path(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    stub_server_t *self = ngx_http_conf_get_module_srv_conf(cf, infc_upsync_stub_module);
    ngx_str_t *arguments = cf->args->elts;

    (void) command;
    (void) conf;
    if (self->dump) return "is duplicate";
    self->dump = 1;
    if (arguments[1].data[0] != '/') return refuse(cf, "a dump path is absolute, unlike", &arguments[1]);
    return NGX_CONF_OK;
}

static char *set_lb(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    stub_server_t *self = ngx_http_conf_get_module_srv_conf(cf, infc_upsync_stub_module);
    ngx_str_t *arguments = cf->args->elts;

    (void) command;
    (void) conf;
    if (self->lb) return "is duplicate";
    self->lb = 1;
    if (!one_of(&arguments[1], balancers)) return refuse(cf, "invalid upsync_lb", &arguments[1]);
    return NGX_CONF_OK;
}

static char *set_show(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    (void) cf;
    (void) command;
    (void) conf;
    return NGX_CONF_OK;
}

static void *create_server(ngx_conf_t *cf)
{
    return ngx_pcalloc(cf->pool, sizeof(stub_server_t));
}

/* What only the whole upstream shows. */
static ngx_int_t check_upstreams(ngx_conf_t *cf)
{
    ngx_http_upstream_main_conf_t *main = ngx_http_conf_get_module_main_conf(cf, ngx_http_upstream_module);
    ngx_http_upstream_srv_conf_t **upstreams = main->upstreams.elts;
    ngx_uint_t i;

    for (i = 0; i < main->upstreams.nelts; i++) {
        stub_server_t *self;
        const char *fault = NULL;

        if (upstreams[i]->srv_conf == NULL) continue;
        self = ngx_http_conf_upstream_srv_conf(upstreams[i], infc_upsync_stub_module);
        if (self->upsync && !self->dump) fault = "upsync without upsync_dump_path";
        if (!self->upsync && (self->dump || self->lb)) fault = "upsync_dump_path or upsync_lb without upsync";
        if (fault == NULL) continue;
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0, "upsync: %s in upstream \"%V\" in %s:%ui", fault, &upstreams[i]->host, upstreams[i]->file_name, upstreams[i]->line);
        return NGX_ERROR;
    }
    return NGX_OK;
}

static ngx_command_t commands[] = {
    { ngx_string("upsync"), NGX_HTTP_UPS_CONF | NGX_CONF_1MORE, set_upsync, 0, 0, NULL },
    { ngx_string("upsync_dump_path"), NGX_HTTP_UPS_CONF | NGX_CONF_TAKE1, set_dump_path, 0, 0, NULL },
    { ngx_string("upsync_lb"), NGX_HTTP_UPS_CONF | NGX_CONF_TAKE1, set_lb, 0, 0, NULL },
    { ngx_string("upstream_show"), NGX_HTTP_LOC_CONF | NGX_CONF_NOARGS, set_show, 0, 0, NULL },
    ngx_null_command
};

static ngx_http_module_t context = { NULL, check_upstreams, NULL, NULL, create_server, NULL, NULL, NULL };

ngx_module_t infc_upsync_stub_module = {
    NGX_MODULE_V1, &context, commands, NGX_HTTP_MODULE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NGX_MODULE_V1_PADDING
};
