/** Las palabras de los datos del participante: una copia y su final. */

export default {
  data: {
    title: 'Sus datos',
    erase: 'Borrar mi cuenta',
    erased: 'Qué se borra',
    kept: 'Qué se debe conservar y por qué',
    until: 'Se elimina a más tardar el {day}.',
    warning: 'Esto no se puede deshacer. Descargue antes una copia de sus datos.',
    sure: 'Sí, borrar la cuenta de {email}.',
    sure_needed: 'Marque la casilla para confirmar.',
    submit: 'Borrar mi cuenta',
    started_title: 'Su cuenta está cerrada',
    started:
      'Su sesión está cerrada. Sus datos se borran en el plazo de una hora, salvo lo que se debe conservar. Después ' +
      'puede registrarse con el mismo correo electrónico como participante nuevo.',
    copy: {
      title: 'Una copia de sus datos',
      about:
        'Un archivo ZIP con su perfil, inicios de sesión, solicitudes, evaluaciones, certificados, créditos y quién ' +
        'cambió o vio sus datos. Tarda unos minutos. Recibirá un mensaje cuando esté listo; puede cerrar esta ' +
        'página.',
      ask: 'Hacer una copia de mis datos',
      again: 'Hacer otra copia',
      waiting: 'Su copia está a punto de hacerse.',
      making: 'Se está haciendo su copia. Paso {step} de {steps}: {part}.',
      counted: 'Se está haciendo su copia. Paso {step} de {steps}: {part} ({done} de {total}).',
      parts: {
        profile: 'su perfil',
        claims: 'sus solicitudes',
        certificates: 'sus certificados',
        credits: 'sus créditos',
        audit: 'quién cambió o vio sus datos',
      },
      ready: 'Su copia del {moment} está lista ({size}). Guárdela donde solo usted pueda leerla.',
      until: 'Se puede descargar hasta el {day} inclusive.',
      download: 'Descargar el archivo ZIP',
      failed: 'No se pudo hacer su copia. Pídala otra vez.',
      kilobytes: '{count} KB',
      megabytes: '{count} MB',
    },
  },
};
