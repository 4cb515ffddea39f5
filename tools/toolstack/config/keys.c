/* SPDX-License-Identifier: MIT */
/* One row for each key of xl's configuration files. */
#include "keys.h"
#include "suggest.h"

#include <string.h>

#define DONE(name)                                                                                 \
    {                                                                                              \
        name, KEY_DONE, NULL, NULL                                                                 \
    }
#define HVM(name)                                                                                  \
    {                                                                                              \
        name, KEY_LEFT,                                                                            \
            "it belongs to virtual machines with hardware support (HVM), which Torc has not",      \
            "remove the line"                                                                      \
    }
#define ARM(name)                                                                                  \
    {                                                                                              \
        name, KEY_LEFT, "it belongs to ARM machines", "remove the line"                            \
    }
#define SCREEN(name)                                                                               \
    {                                                                                              \
        name, KEY_LEFT, "Torc gives guests no screen, sound or pointer",                           \
            "remove the line, and use torc console"                                                \
    }
#define PASSED(name)                                                                               \
    {                                                                                              \
        name, KEY_NEEDED, "Torc passes no hardware to guests",                                     \
            "remove the line if the guest can do without"                                          \
    }
#define DEVICE(name)                                                                               \
    {                                                                                              \
        name, KEY_NEEDED, "Torc has no such devices",                                              \
            "remove the line if the guest can do without"                                          \
    }
#define OLD(name)                                                                                  \
    {                                                                                              \
        name, KEY_LEFT, "it is a key of xm, which xl does not know any more",                      \
            "say it on the kernel's command line: extra"                                           \
    }

static const struct key keys[] = {
    DONE("name"),
    DONE("type"),
    DONE("builder"),
    DONE("kernel"),
    DONE("ramdisk"),
    DONE("cmdline"),
    DONE("root"),
    DONE("extra"),
    DONE("memory"),
    DONE("maxmem"),
    DONE("vcpus"),
    DONE("maxvcpus"),
    DONE("cpus"),
    DONE("cpu_weight"),
    DONE("cap"),
    DONE("uuid"),
    DONE("on_poweroff"),
    DONE("on_reboot"),
    DONE("on_watchdog"),
    DONE("on_crash"),
    DONE("on_soft_reset"),
    DONE("disk"),
    DONE("vif"),

    /* Another guest than the one that was meant. */
    {"firmware", KEY_NEEDED, "Torc brings no firmware along",
     "name GRUB's image instead: kernel = \"/usr/lib/grub-xen/grub-x86_64-xen.bin\""},
    {"bootloader", KEY_NEEDED, "Torc runs no boot loader outside of the guest",
     "name the kernel: kernel = \"FILE\", ramdisk = \"FILE\""},
    {"pvshim", KEY_NEEDED, "Torc runs PV guests as they are, in no HVM container",
     "remove the line: the guest runs without the shim"},
    {"seclabel", KEY_NEEDED, "Torc has no security labels", "remove the line"},
    {"init_seclabel", KEY_NEEDED, "Torc has no security labels", "remove the line"},
    {"cpuid", KEY_NEEDED, "Torc shows each guest the same processor",
     "remove the line if the guest may see the machine's own features"},
    {"driver_domain", KEY_NEEDED, "only the first domain drives devices", "remove the line"},
    PASSED("pci"),
    PASSED("usbctrl"),
    PASSED("usbdev"),
    PASSED("dtdev"),
    PASSED("ioports"),
    PASSED("iomem"),
    PASSED("irqs"),
    PASSED("gfx_passthru"),
    DEVICE("vtpm"),
    DEVICE("p9"),
    DEVICE("pvcalls"),
    DEVICE("channel"),

    /* The guest is the same without. */
    {"bootloader_args", KEY_LEFT, "there is no boot loader that would take it", "remove the line"},
    {"pool", KEY_LEFT, "all processors are in one pool",
     "remove the line; cpus pins to processors"},
    {"cpus_soft", KEY_LEFT, "vCPUs have no processors that they prefer",
     "remove the line, or pin with cpus"},
    {"vnuma", KEY_LEFT, "PV guests have no virtual NUMA, with xl neither", "remove the line"},
    {"max_grant_frames", KEY_LEFT, "each guest may have 32", "remove the line"},
    {"max_maptrack_frames", KEY_LEFT, "each guest may have 32", "remove the line"},
    {"max_grant_version", KEY_LEFT, "grant tables are of version 1", "remove the line"},
    {"max_event_channels", KEY_LEFT, "each guest may have 1023", "remove the line"},
    {"nomigrate", KEY_LEFT, "Torc moves no guests to other machines", "remove the line"},
    {"passthrough", KEY_LEFT, "Torc passes no hardware to guests", "remove the line"},
    {"xend_suspend_evtchn_compat", KEY_LEFT, "guests are not suspended", "remove the line"},
    {"vmtrace_buf_kb", KEY_LEFT, "Torc traces no instructions", "remove the line"},
    {"vpmu", KEY_LEFT, "guests have no performance counters", "remove the line"},
    {"e820_host", KEY_LEFT, "guests see a memory map of their own", "remove the line"},
    {"tsc_mode", KEY_LEFT, "guests read the machine's time stamp counter", "remove the line"},
    {"localtime", KEY_LEFT, "guests are told UTC",
     "remove the line, and set the time zone in the guest"},
    {"rtc_timeoffset", KEY_LEFT, "guests are told UTC", "remove the line"},
    {"mca_caps", KEY_LEFT, "guests are told of no machine checks", "remove the line"},
    {"msr_relaxed", KEY_LEFT, "unknown MSRs are always refused", "remove the line"},
    {"pci_permissive", KEY_LEFT, "Torc passes no hardware to guests", "remove the line"},
    {"pci_msitranslate", KEY_LEFT, "Torc passes no hardware to guests", "remove the line"},
    {"pci_seize", KEY_LEFT, "Torc passes no hardware to guests", "remove the line"},
    {"pci_power_mgmt", KEY_LEFT, "Torc passes no hardware to guests", "remove the line"},
    {"pvshim_path", KEY_LEFT, "there is no shim", "remove the line"},
    {"pvshim_cmdline", KEY_LEFT, "there is no shim", "remove the line"},
    {"pvshim_extra", KEY_LEFT, "there is no shim", "remove the line"},
    SCREEN("vfb"),
    SCREEN("vkb"),
    SCREEN("vdispl"),
    SCREEN("vsnd"),
    SCREEN("keymap"),
    SCREEN("vnc"),
    SCREEN("vnclisten"),
    SCREEN("vncdisplay"),
    SCREEN("vncunused"),
    SCREEN("vncpasswd"),
    SCREEN("sdl"),
    SCREEN("opengl"),
    SCREEN("nographic"),
    SCREEN("spice"),
    SCREEN("spicehost"),
    SCREEN("spiceport"),
    SCREEN("spicetls_port"),
    SCREEN("spicedisable_ticketing"),
    SCREEN("spicepasswd"),
    SCREEN("spiceagent_mouse"),
    SCREEN("spicevdagent"),
    SCREEN("spice_clipboard_sharing"),
    SCREEN("spiceusbredirection"),
    SCREEN("spice_image_compression"),
    SCREEN("spice_streaming_video"),
    SCREEN("stdvga"),
    SCREEN("vga"),
    SCREEN("videoram"),
    SCREEN("soundhw"),
    SCREEN("vkb_device"),
    HVM("acpi"),
    HVM("acpi_firmware"),
    HVM("acpi_laptop_slate"),
    HVM("acpi_s3"),
    HVM("acpi_s4"),
    HVM("altp2m"),
    HVM("altp2mhvm"),
    HVM("apic"),
    HVM("bios"),
    HVM("bios_path_override"),
    HVM("boot"),
    HVM("device_model_args"),
    HVM("device_model_args_hvm"),
    HVM("device_model_args_pv"),
    HVM("device_model_override"),
    HVM("device_model_stubdomain_override"),
    HVM("device_model_stubdomain_seclabel"),
    HVM("device_model_user"),
    HVM("device_model_version"),
    HVM("dm_restrict"),
    HVM("hap"),
    HVM("hdtype"),
    HVM("hpet"),
    HVM("mmio_hole"),
    HVM("ms_vm_genid"),
    HVM("nestedhvm"),
    HVM("nx"),
    HVM("oos"),
    HVM("pae"),
    HVM("parallel"),
    HVM("rdm"),
    HVM("rdm_mem_boundary"),
    HVM("serial"),
    HVM("shadow_memory"),
    HVM("smbios_firmware"),
    HVM("stubdomain_cmdline"),
    HVM("stubdomain_kernel"),
    HVM("stubdomain_memory"),
    HVM("stubdomain_ramdisk"),
    HVM("timer_mode"),
    HVM("usb"),
    HVM("usbdevice"),
    HVM("usbversion"),
    HVM("vendor_device"),
    HVM("viridian"),
    HVM("vpt_align"),
    HVM("xen_platform_pci"),
    HVM("device_model"),
    ARM("device_tree"),
    ARM("gic_version"),
    ARM("tee"),
    ARM("vuart"),
    OLD("dhcp"),
    OLD("ip"),
    OLD("netmask"),
    OLD("gateway"),
    OLD("hostname"),
    OLD("nfs_root"),
    OLD("nfs_server"),
    OLD("interface"),
    OLD("features"),
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

const struct key *key_find(const char *name)
{
    for (size_t i = 0; i < KEYS; i++)
        if (!strcmp(keys[i].name, name))
            return &keys[i];
    return NULL;
}

const char *key_name(unsigned index)
{
    return index < KEYS ? keys[index].name : NULL;
}

static bool asks_for_nothing(const struct value *value)
{
    long long number;

    if (value->kind == VALUE_LIST)
        return value->count == 0;
    return !*value->text || (value_number(value, &number) && number == 0);
}

static void unknown(const struct setting *setting, struct report *report)
{
    const char *near = suggest(setting->key, key_name);

    if (near)
        report_error(report, setting->at, setting->key, NULL,
                     "no such key; perhaps '%s' was meant, otherwise remove the line", near);
    else
        report_error(report, setting->at, setting->key,
                     "remove the line; torc help create lists what there is", "no such key");
}

void keys_check(const struct config *config, struct report *report)
{
    for (unsigned i = 0; i < config->count; i++) {
        const struct setting *setting = &config->settings[i];
        const struct key *key = key_find(setting->key);

        if (!key)
            unknown(setting, report);
        else if (key->standing == KEY_DONE || asks_for_nothing(&setting->value))
            continue;
        else if (key->standing == KEY_LEFT)
            report_warning(report, setting->at, key->name, key->remedy, "left out: %s", key->why);
        else
            report_error(report, setting->at, key->name, key->remedy, "%s", key->why);
    }
}
