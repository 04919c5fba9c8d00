/** La página de ayuda y contacto. */
export default {
  help: {
    title: 'Ayuda',
    lead: 'La mayoría de las preguntas sobre un crédito se responden junto a ese crédito, en “Sus créditos”.',
    contact: 'Escríbanos',
    contact_how: 'Nuestra dirección:',
    contact_activity: 'Si tiene una pregunta sobre una actividad, escriba al contacto que figura en su página.',
    subject: 'Una pregunta sobre Laurel',
    old: 'Reuniones anteriores a 2010',
    old_how: 'No se pueden solicitar aquí. Escríbanos con el título, el año y el nombre que usaba entonces:',
    old_subject: 'Crédito por una reunión anterior a 2010',
    asked: 'Preguntas frecuentes',
    questions: {
      missing: {
        question: '¿Por qué falta mi crédito en ASCP?',
        answer:
          'Abra “Sus créditos” y elija “¿Dónde está mi crédito?”. Esa página dice en una frase dónde está el crédito ' +
          'y qué hacer, con una imagen de su recorrido: de usted, por Laurel y ASCLS, hasta ASCP.',
      },
      time: {
        question: '¿Cuánto tarda?',
        answer:
          'Los créditos se asignan cuando llegan o, a más tardar, la noche siguiente. Por lo general llegan a ASCP ' +
          'pocos minutos después. Si uno no ha llegado en siete días, “Sus créditos” lo muestra y lo investigamos.',
      },
      change: {
        question: '¿Puedo cambiar una solicitud después de imprimir?',
        answer:
          'No. La impresión es definitiva. Si algo del certificado es incorrecto, escriba al contacto de la actividad.',
      },
      code: {
        question: 'Mi Badge ID o Group ID no funciona.',
        answer:
          'Compárelo con su credencial o pregunte a la persona de contacto de su sitio. Después de cinco códigos ' +
          'incorrectos, espere una hora o escriba al contacto de la actividad.',
      },
      lost: {
        question: '¿Dónde está mi certificado?',
        answer: 'En “Historial”. Puede volver a descargar cada uno en cualquier momento.',
      },
    },
  },
};
