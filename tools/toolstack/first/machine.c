/* SPDX-License-Identifier: MIT */
/* Verbs about the machine and its hypervisor: info, dmesg, uptime. */
#include "first.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

/* ---- info: names and values, as a table or as JSON ----------------------------------------------
 */

static bool is_json;

static void say_text(const char *name, const char *text)
{
    if (is_json)
        json_text(name, text);
    else
        printf("%-23s: %s\n", name, text);
}

static void say_number(const char *name, unsigned long long number)
{
    if (is_json)
        json_number(name, number);
    else
        printf("%-23s: %llu\n", name, number);
}

/* Text that the hypervisor has at an offset of what xen_version answers. */
static void say_version(const char *name, unsigned command, unsigned offset, unsigned size)
{
    char *buffer = control_buffer(CONTROL_PAGE), text[1025] = "";

    if (buffer && control_call(ABI_CALL_xen_version, command, (unsigned long)buffer, 0, 0, 0) >= 0)
        snprintf(text, sizeof(text), "%.*s", (int)size, buffer + offset);
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ')
        text[--length] = 0;
    say_text(name, text);
    control_buffer_free(buffer, CONTROL_PAGE);
}

static void say_host(void)
{
    struct utsname host;

    if (uname(&host) != 0)
        return;
    say_text("host", host.nodename);
    say_text("release", host.release);
    say_text("version", host.version);
    say_text("machine", host.machine);
}

static void say_machine(const guest_sysctl_physinfo *info)
{
    char caps[80];
    size_t length = 0;

    say_number("nr_cpus", info->nr_cpus);
    say_number("max_cpu_id", info->max_cpu_id);
    say_number("nr_nodes", info->nr_nodes);
    say_number("cores_per_socket", info->cores_per_socket);
    say_number("threads_per_core", info->threads_per_core);
    say_number("cpu_mhz", info->cpu_khz / 1000);
    for (unsigned i = 0; i < 8; i++)
        length += (size_t)sprintf(caps + length, "%s%08x", i ? ":" : "", info->hw_cap[i]);
    say_text("hw_caps", caps);
    say_text("virt_caps", info->capabilities & ABI_XEN_SYSCTL_PHYSCAP_pv ? "pv" : "");
    say_number("total_memory", info->total_pages * CONTROL_PAGE >> 20);
    say_number("free_memory", info->free_pages * CONTROL_PAGE >> 20);
    say_number("sharing_freed_memory", 0);
    say_number("sharing_used_memory", 0);
    say_number("outstanding_claims", info->outstanding_pages * CONTROL_PAGE >> 20);
    say_number("free_cpus", 0);
}

static void say_hypervisor(void)
{
    long version = control_call(ABI_CALL_xen_version, ABI_XENVER_version, 0, 0, 0, 0);

    say_number("xen_major", (unsigned long)version >> 16);
    say_number("xen_minor", (unsigned long)version & 0xffff);
    say_version("xen_extra", ABI_XENVER_extraversion, 0, 16);
    say_version("xen_caps", ABI_XENVER_capabilities, 0, 1024);
    say_text("xen_scheduler", "credit");
    say_number("xen_pagesize",
               (unsigned long)control_call(ABI_CALL_xen_version, ABI_XENVER_pagesize, 0, 0, 0, 0));
    say_version("xen_changeset", ABI_XENVER_changeset, 0, 64);
    say_version("xen_commandline", ABI_XENVER_commandline, 0, 1024);
    say_version("cc_compiler", ABI_XENVER_compile_info, 0, 64);
    say_version("cc_compile_by", ABI_XENVER_compile_info, 64, 16);
    say_version("cc_compile_domain", ABI_XENVER_compile_info, 80, 32);
    say_version("cc_compile_date", ABI_XENVER_compile_info, 112, 32);
}

int verb_info(const struct verb_words *words)
{
    guest_sysctl_physinfo info;

    if (machine_info(&info) != 0)
        return complain_errno("the hypervisor does not tell about the machine");
    is_json = words_given(words, "json");
    if (is_json)
        json_open(NULL, '{');
    say_host();
    say_machine(&info);
    say_hypervisor();
    if (is_json)
        json_close('}');
    return 0;
}

/* ---- dmesg
 * --------------------------------------------------------------------------------------- */

int verb_dmesg(const struct verb_words *words)
{
    guest_sysctl_readconsole clear = {.clear = 1};
    char text[4096];
    uint32_t index = 0;
    int count;

    while ((count = machine_console(text, sizeof(text), &index)) > 0)
        fwrite(text, 1, (size_t)count, stdout);
    if (count < 0)
        return complain_errno("the hypervisor does not tell its messages");
    if (words_given(words, "clear") &&
        control_sysctl(ABI_XEN_SYSCTL_readconsole, &clear, sizeof(clear)) != 0)
        return complain_errno("the hypervisor keeps its messages");
    return 0;
}

/* ---- uptime
 * --------------------------------------------------------------------------------------- */

/* Seconds; -1: nobody knows. */
static long uptime_of(unsigned domid)
{
    char path[160];
    size_t length;
    double seconds = -1;

    if (domid == 0) {
        FILE *file = fopen("/proc/uptime", "r");

        if (file && fscanf(file, "%lf", &seconds) != 1)
            seconds = -1;
        if (file)
            fclose(file);
        return (long)seconds;
    }
    char *vm = store_read(domid, "vm");
    if (!vm)
        return -1;
    snprintf(path, sizeof(path), "%s/start_time", vm);
    free(vm);
    char *start = xenstore_read(store(), 0, path, &length);
    if (start)
        seconds = (double)(time(NULL) - (time_t)strtoll(start, NULL, 10));
    free(start);
    return (long)seconds;
}

static void uptime_line(const domain_facts *facts, bool json)
{
    char name[NAME_SIZE];
    long s = uptime_of(facts->domain);

    domain_name(facts->domain, name);
    if (json) {
        json_open(NULL, '{');
        json_text("name", name);
        json_number("id", facts->domain);
        if (s >= 0)
            json_number("uptime_s", (unsigned long long)s);
        json_close('}');
    } else {
        printf("%-33s %4u ", name, facts->domain);
        if (s >= 86400)
            printf("%ld day%s, ", s / 86400, s >= 172800 ? "s" : "");
        if (s < 0)
            puts("-");
        else
            printf("%2ld:%02ld:%02ld\n", s / 3600 % 24, s / 60 % 60, s % 60);
    }
}

int verb_uptime(const struct verb_words *words)
{
    static domain_facts facts[DOMAINS_MAX];
    int count = domains_named(words, facts, DOMAINS_MAX);
    bool json = words_given(words, "json");

    if (count < 0)
        return 1;
    if (json)
        json_open(NULL, '[');
    else
        printf("%-33s %4s %s\n", "Name", "ID", "Uptime");
    for (int i = 0; i < count; i++)
        uptime_line(&facts[i], json);
    if (json)
        json_close(']');
    return 0;
}
